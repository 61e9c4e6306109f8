import type { Product, Shop, Variant } from "../shop/shop.ts";

export function findVariant(shop: Shop, id: string): { product: Product; variant: Variant } | undefined {
  for (const product of shop.products) {
    const variant = product.variants.find((one) => one.id === id);
    if (variant) return { product, variant };
  }
  return undefined;
}
