import { checkoutProtectionProblems } from "./english/checkoutProtectionProblems.ts";
import { connectionProblems } from "./english/connectionProblems.ts";
import { deliveryOutcomes } from "./english/deliveryOutcomes.ts";
import { designProblems } from "./english/designProblems.ts";
import { designsNotFound } from "./english/designsNotFound.ts";
import { downloadProblems } from "./english/downloadProblems.ts";
import { advices } from "./english/advices.ts";
import { lineFailures } from "./english/lineFailures.ts";
import { notPossible } from "./english/notPossible.ts";
import { orderFacts } from "./english/orderFacts.ts";
import { skuSyncFailures } from "./english/skuSyncFailures.ts";
import type { Language } from "./language.ts";
import { wordsFrom } from "./wording.ts";

/** Facts in plain English, for pages, messages and exports. Loaders and actions use it, so no browser loads it. */
export const english: Language = {
  checkoutProtectionProblem: wordsFrom(checkoutProtectionProblems),
  connectionProblem: wordsFrom(connectionProblems),
  deliveryOutcome: wordsFrom(deliveryOutcomes),
  downloadProblem: wordsFrom(downloadProblems),
  designProblem: wordsFrom(designProblems),
  designsNotFound: wordsFrom(designsNotFound),
  advice: wordsFrom(advices),
  lineFailure: wordsFrom(lineFailures),
  notPossible: (reason) => notPossible[reason],
  orderFact: wordsFrom(orderFacts),
  skuSyncFailure: wordsFrom(skuSyncFailures),
};
