import { customeowFailures } from "../accounts/customeowFailures.ts";
import { type Fact, type KindOf, noParameters, storedFacts } from "../facts/fact.ts";

/** Why a sync of the SKUs did not finish. */
export const skuSyncFailures = {
  ...storedFacts,
  ...customeowFailures,
  not_connected: noParameters,
  /** While it ran. */
  disconnected: noParameters,
  /** While it ran. */
  store_changed: noParameters,
  /** Shopify did not say which variants the shop has. */
  no_variants: noParameters,
};

export type SkuSyncFailures = KindOf<typeof skuSyncFailures>;
export type SkuSyncFailure = Fact<SkuSyncFailures>;
