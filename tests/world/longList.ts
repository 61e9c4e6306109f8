import { nextId } from "../../sandbox/shopify/shop/ids.ts";
import type { Product, Shop } from "../../sandbox/shopify/shop/shop.ts";
import type { SkuSeed } from "../../sandbox/customeow/start.ts";

export const skuNumber = (number: number) => `SKU-${String(number).padStart(6, "0")}`;

/** A store's SKUs, of which every third can be personalised. */
export function longList(length: number): SkuSeed[] {
  return Array.from({ length }, (_, number) => ({
    sku: skuNumber(number),
    integratedStatus: number % 3 === 0 ? 3 : 1,
    customTitle: `Custom ${number}`,
    look: "mug",
  }));
}

const VARIANTS_A_PRODUCT = 100;

/** Gives the shop products whose variants carry the SKUs, and as many again that carry others. */
export function addVariants(shop: Shop, skus: readonly string[]): void {
  const others = skus.map((sku) => `OTHER-${sku}`);
  const all = [...skus, ...others];
  for (let start = 0; start < all.length; start += VARIANTS_A_PRODUCT)
    shop.products.push(productOf(all.slice(start, start + VARIANTS_A_PRODUCT)));
}

function productOf(skus: readonly string[]): Product {
  const id = nextId();
  const at = "2026-11-01T09:00:00+00:00";
  return {
    id,
    handle: `product-${id}`,
    title: `Product ${id}`,
    descriptionHtml: "",
    vendor: "Example",
    productType: "Homeware",
    options: [{ name: "Kind", values: [...skus] }],
    images: [],
    variants: skus.map((sku) => ({
      id: nextId(),
      title: sku,
      sku,
      price: "5.00",
      optionValues: [sku],
      availableForSale: true,
      imageId: null,
    })),
    createdAt: at,
    updatedAt: at,
  };
}
