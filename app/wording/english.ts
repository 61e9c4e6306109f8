import { deliveryOutcomes } from "./english/deliveryOutcomes.ts";
import { skuSyncFailures } from "./english/skuSyncFailures.ts";
import type { Language } from "./language.ts";
import { wordsFrom } from "./wording.ts";

/** Facts in plain English, for pages, messages and exports. Nothing here is code that only a server can run. */
export const english: Language = {
  deliveryOutcome: wordsFrom(deliveryOutcomes),
  skuSyncFailure: wordsFrom(skuSyncFailures),
};
