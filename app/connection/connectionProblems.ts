import type { Fact, NoParameters } from "../facts/fact.ts";

/** What can be wrong with what the merchant entered. */
export interface ConnectionProblemKinds {
  api_key_missing: NoParameters;
  api_key_too_long: NoParameters;
  /** It has a space, or another character that no API key has. */
  api_key_malformed: NoParameters;
  api_key_not_accepted: NoParameters;
  store_id_missing: NoParameters;
  store_id_malformed: NoParameters;
  /** Or the store belongs to somebody else. */
  store_unknown: NoParameters;
  /** In CustoMeow's words. */
  store_refused: { words: string };
  customeow_over_quota: NoParameters;
  customeow_unavailable: NoParameters;
  customeow_unexpected_answer: NoParameters;
}

export type ConnectionProblem = Fact<ConnectionProblemKinds>;

/** Each problem beside the field where the merchant can solve it. */
export interface ConnectionProblems {
  apiKey?: ConnectionProblem;
  storeId?: ConnectionProblem;
  /** Neither field is to blame. */
  form?: ConnectionProblem;
}
