import { z } from "zod";
import { numericId } from "../globalIds.ts";
import type { GraphqlRequest, Operation } from "../graphqlRequest.ts";

/** A variant of the shop. Ids are Shopify's numeric ones, as strings. */
export interface ShopVariant {
  variantId: string;
  productId: string;
  sku: string;
  productTitle: string;
  variantTitle: string;
  imageUrl: string | null;
}

const image = z.object({ url: z.string() }).nullable();

const answer = z.object({
  productVariants: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        sku: z.string().nullable(),
        image,
        product: z.object({
          id: z.string(),
          title: z.string(),
          featuredMedia: z.object({ preview: z.object({ image }).nullable() }).nullable(),
        }),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

export const variantsBySkuOperation: Operation<
  z.output<typeof answer>,
  { query: string; after: string | null }
> = {
  name: "VariantsBySku",
  document: `#graphql
    query VariantsBySku($query: String!, $after: String) {
      productVariants(first: 100, query: $query, after: $after) {
        nodes {
          id
          title
          sku
          image { url }
          product {
            id
            title
            featuredMedia { preview { image { url } } }
          }
        }
        pageInfo { hasNextPage endCursor }
      }
    }`,
  data: answer,
};

/** Keeps the search text, and the time Shopify takes for it, small. */
const SKUS_A_SEARCH = 40;

/**
 * Every variant that has exactly one of these SKUs, each once. Shopify's search is looser (it ignores case, and its
 * pages move while a merchant edits products), so its answer is filtered.
 */
export async function variantsBySku(
  request: GraphqlRequest,
  skus: readonly string[],
): Promise<ShopVariant[]> {
  const all = [...new Set(skus.filter((sku) => sku !== ""))];
  const found = new Map<string, ShopVariant>();
  for (let start = 0; start < all.length; start += SKUS_A_SEARCH) {
    const wanted = new Set(all.slice(start, start + SKUS_A_SEARCH));
    for (const variant of await search(request, [...wanted]))
      if (wanted.has(variant.sku)) found.set(variant.variantId, variant);
  }
  return [...found.values()];
}

async function search(request: GraphqlRequest, skus: string[]): Promise<ShopVariant[]> {
  const query = skus.map(skuTerm).join(" OR ");
  const found: ShopVariant[] = [];
  let after: string | null = null;
  do {
    const { productVariants }: z.output<typeof answer> = await request(variantsBySkuOperation, {
      query,
      after,
    });
    found.push(...productVariants.nodes.map(toVariant));
    after = productVariants.pageInfo.hasNextPage ? productVariants.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

/** A quoted phrase of Shopify's search syntax: https://shopify.dev/docs/api/usage/search-syntax */
export function skuTerm(sku: string): string {
  return `sku:"${sku.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

function toVariant(node: z.output<typeof answer>["productVariants"]["nodes"][number]): ShopVariant {
  return {
    variantId: numericId(node.id),
    productId: numericId(node.product.id),
    sku: node.sku ?? "",
    productTitle: node.product.title,
    variantTitle: node.title,
    imageUrl: node.image?.url ?? node.product.featuredMedia?.preview?.image?.url ?? null,
  };
}
