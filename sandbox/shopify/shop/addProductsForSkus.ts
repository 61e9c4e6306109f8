import { createProduct } from "./createProduct.ts";
import type { Shop } from "./shop.ts";

/** Gives the shop a product for each of these SKUs that it does not sell yet, e.g. those of a CustoMeow account. */
export function addProductsForSkus(shop: Shop, skus: string[]): void {
  const known = new Set(shop.products.flatMap(({ variants }) => variants.map(({ sku }) => sku)));
  for (const sku of new Set(skus)) {
    if (known.has(sku)) continue;
    shop.products.push(
      createProduct({
        handle: freeHandle(shop, sku),
        title: sku,
        descriptionHtml: "<p>Made for you, one at a time.</p>",
        productType: "Personalized",
        options: [],
        pictures: [{ file: "parcel.svg", altText: "Parcel with a ribbon" }],
        variants: [{ sku, price: "20.00", optionValues: [] }],
      }),
    );
  }
}

/** SKUs that differ only in signs would share an address: the later one gets a number. */
function freeHandle(shop: Shop, sku: string): string {
  const words =
    sku
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|(?<!-)-+$/g, "") || "product";
  const taken = new Set(shop.products.map(({ handle }) => handle));
  for (let number = 1; ; number++) {
    const handle = number === 1 ? words : `${words}-${number}`;
    if (!taken.has(handle)) return handle;
  }
}
