import type { DeliveryOutcomes } from "../inbox/deliveryOutcomes.ts";
import type { SkuSyncFailures } from "../skus/skuSyncFailures.ts";
import type { Words } from "./wording.ts";

/** What a language has words for. */
export interface Language {
  deliveryOutcome: Words<DeliveryOutcomes>;
  skuSyncFailure: Words<SkuSyncFailures>;
}
