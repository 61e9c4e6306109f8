import { z } from "zod";
import { numericId } from "../globalIds.ts";

/** A variant of the shop. Ids are Shopify's numeric ones, as strings. */
export interface ShopVariant {
  variantId: string;
  productId: string;
  sku: string;
  productTitle: string;
  variantTitle: string;
  imageUrl: string | null;
}

/** What is asked for of a variant. */
export const VARIANT_FIELDS = `
  id
  title
  sku
  image { url }
  product {
    id
    title
    featuredMedia { preview { image { url } } }
  }`;

const image = z.object({ url: z.string() }).nullable();

export const variantNode = z.object({
  id: z.string(),
  title: z.string(),
  sku: z.string().nullable(),
  image,
  product: z.object({
    id: z.string(),
    title: z.string(),
    featuredMedia: z.object({ preview: z.object({ image }).nullable() }).nullable(),
  }),
});

export function toVariant(node: z.output<typeof variantNode>): ShopVariant {
  return {
    variantId: numericId(node.id),
    productId: numericId(node.product.id),
    sku: node.sku ?? "",
    productTitle: node.product.title,
    variantTitle: node.title,
    imageUrl: node.image?.url ?? node.product.featuredMedia?.preview?.image?.url ?? null,
  };
}
