import { customeowFailures } from "../accounts/customeowFailures.ts";
import { type Fact, type KindOf, noParameters, storedFacts } from "../facts/fact.ts";

/** Why a sync of the SKUs did not finish, or does not go on for the moment. */
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
  /** Shopify does not let the app read them. */
  variants_denied: noParameters,
};

export type SkuSyncFailures = KindOf<typeof skuSyncFailures>;
export type SkuSyncFailure = Fact<SkuSyncFailures>;
