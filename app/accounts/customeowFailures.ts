import { z } from "zod";
import type { CustomeowFailure } from "../customeow/failure.ts";
import { type Fact, type KindOf, noParameters } from "../facts/fact.ts";
import { storableText } from "../text/storableText.ts";

/** In CustoMeow's words. */
const inItsWords = z.object({ words: z.string() });

/** A failed call to CustoMeow, as it is stored. */
export const customeowFailures = {
  customeow_bad_key: noParameters,
  customeow_not_found: inItsWords,
  customeow_rejected: inItsWords,
  customeow_over_quota: noParameters,
  customeow_unavailable: noParameters,
  customeow_unknown_outcome: noParameters,
  customeow_unexpected_answer: noParameters,
};

export type CustomeowFailures = KindOf<typeof customeowFailures>;

/** Longer than any reason that helps a person. */
const LONGEST_WORDS = 1000;

export function factOfFailure(failure: CustomeowFailure): Fact<CustomeowFailures> {
  switch (failure.kind) {
    case "not_found":
      return { code: "customeow_not_found", parameters: wordsOf(failure) };
    case "rejected":
      return { code: "customeow_rejected", parameters: wordsOf(failure) };
    case "bad_key":
    case "over_quota":
    case "unavailable":
    case "unknown_outcome":
    case "unexpected_answer":
      return { code: `customeow_${failure.kind}`, parameters: {} };
  }
}

const wordsOf = ({ message }: CustomeowFailure) => ({ words: storableText(message, LONGEST_WORDS) });
