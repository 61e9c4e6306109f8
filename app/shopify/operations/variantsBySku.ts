import { z } from "zod";
import type { GraphqlRequest, Operation } from "../graphqlRequest.ts";
import { type ShopVariant, toVariant, VARIANT_FIELDS, variantNode } from "./shopVariant.ts";

const answer = z.object({
  productVariants: z.object({
    nodes: z.array(variantNode),
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
        nodes {${VARIANT_FIELDS}
        }
        pageInfo { hasNextPage endCursor }
      }
    }`,
  data: answer,
};

/** Keeps the search text, and the time Shopify takes for it, small. */
export const SKUS_A_SEARCH = 40;

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
