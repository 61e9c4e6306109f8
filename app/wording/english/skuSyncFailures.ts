import type { SkuSyncFailures } from "../../skus/skuSyncFailures.ts";
import type { Wording } from "../wording.ts";
import { customeowFailures } from "./customeowFailures.ts";
import { storedFacts } from "./storedFacts.ts";

export const skuSyncFailures: Wording<SkuSyncFailures> = {
  ...storedFacts,
  ...customeowFailures,
  not_connected: () => "The shop is not connected to a CustoMeow store.",
  disconnected: () => "The shop was disconnected from CustoMeow.",
  store_changed: () => "The shop was connected to another CustoMeow store meanwhile.",
  variants_denied: () =>
    "Shopify does not let the app read the shop's products. Close the app, open it again, and sync.",
  no_variants: () => "Shopify did not answer with the shop's variants. The app tries again by itself.",
};
