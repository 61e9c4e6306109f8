export interface Quota {
  requests: number;
  windowMilliseconds: number;
}

/** From the most urgent: what a person waits for, creating orders, making their files, asking for results, upkeep. */
export const urgencies = ["person", "order", "production", "checking", "upkeep"] as const;
export type Urgency = (typeof urgencies)[number];

/** A request that wants its turn. */
export interface Demand {
  apiKeyFingerprint: string;
  /** Null for a key that no shop uses yet. */
  shopId: string | null;
  urgency: Urgency;
}

/** Why nothing is sent with a key for a while. */
export type PauseReason = "too_many" | "unavailable" | "key_refused";

const explanations: Record<PauseReason, string> = {
  too_many: "CustoMeow asked for a pause",
  unavailable: "CustoMeow has not been answering, so it is asked less often",
  key_refused: "CustoMeow did not accept the API key, which is tried again",
};

/** CustoMeow asked for a pause, does not answer or does not accept the key: nothing is sent with it for a while. */
export class KeyPausedError extends Error {
  override readonly name = "KeyPausedError";
  readonly reason: PauseReason;
  /** How long it lasts. */
  readonly seconds: number;

  constructor(reason: PauseReason, seconds: number) {
    super(explanations[reason]);
    this.reason = reason;
    this.seconds = seconds;
  }
}
