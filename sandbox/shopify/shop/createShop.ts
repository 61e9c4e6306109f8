import { nextId } from "./ids.ts";
import { createProduct } from "./createProduct.ts";
import { productListings } from "./products.ts";
import type { RegisteredApp, Shop } from "./shop.ts";

export interface ShopOptions {
  /** `something.myshopify.com`. */
  domain: string;
  app: RegisteredApp;
  /** What the merchant granted the app when it was installed. */
  scopes: string[];
}

/** A shop with its products, the app installed, and the app's block placed on the product page. */
export function createShop({ domain, app, scopes }: ShopOptions): Shop {
  return {
    id: nextId(),
    name: "Hazel & Fern",
    domain,
    currencyCode: "USD",
    email: "hello@hazel-and-fern.example",
    locale: "en",
    ianaTimezone: "America/New_York",
    products: productListings.map((listing) => createProduct(listing)),
    metafields: [],
    orders: [],
    // No settings: the block's own defaults. Its product fills itself in with the page's.
    placedBlocks: [{ block: "customizer", settings: {}, enabled: true }],
    validations: [],
    app,
    installation: { id: nextId(), installed: true, scopes: [...scopes] },
    webhookSubscriptions: [],
  };
}
