import type { StoredFacts } from "../../facts/fact.ts";
import type { Wording } from "../wording.ts";

export const storedFacts: Wording<StoredFacts> = {
  in_words: ({ text }) => text,
  not_known: ({ code }) =>
    `Another version of the app noted this, and this version has no words for it${code && ` (${code})`}.`,
};
