import type { ConnectionProblemKinds } from "../connection/connectionProblems.ts";
import type { DownloadProblems } from "../downloads/problems.ts";
import type { DeliveryOutcomes } from "../inbox/deliveryOutcomes.ts";
import type { DesignProblems } from "../production/design.ts";
import type { CheckoutProtectionProblems } from "../shops/checkoutProtection.ts";
import type { DesignsNotFound } from "../orders/designs/findDesigns.ts";
import type { Advices, OrderFacts } from "../orders/lifecycle/facts.ts";
import type { Failures } from "../orders/lifecycle/failures.ts";
import type { NotPossible } from "../orders/lifecycle/retried.ts";
import type { SkuSyncFailures } from "../skus/skuSyncFailures.ts";
import type { Words } from "./wording.ts";

/** What a language has words for. */
export interface Language {
  checkoutProtectionProblem: Words<CheckoutProtectionProblems>;
  connectionProblem: Words<ConnectionProblemKinds>;
  deliveryOutcome: Words<DeliveryOutcomes>;
  downloadProblem: Words<DownloadProblems>;
  designProblem: Words<DesignProblems>;
  designsNotFound: Words<DesignsNotFound>;
  advice: Words<Advices>;
  lineFailure: Words<Failures>;
  notPossible: (reason: NotPossible) => string;
  orderFact: Words<OrderFacts>;
  skuSyncFailure: Words<SkuSyncFailures>;
}
