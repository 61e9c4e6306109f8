import { z } from "zod";
import { productGid, variantGid } from "../globalIds.ts";
import type { GraphqlRequest, Operation } from "../graphqlRequest.ts";

/** What an order's line refers to; null where the product was deleted or the line was made by hand. */
export interface LineItemProduct {
  variantId: string | null;
  productId: string | null;
}

const image = z.object({ url: z.string() }).nullable();
const featured = z.object({ preview: z.object({ image }).nullable() }).nullable();
const node = z
  .object({ id: z.string(), image: image.optional(), featuredMedia: featured.optional() })
  .nullable();
const answer = z.object({ nodes: z.array(node) });

export const lineItemImagesOperation: Operation<z.output<typeof answer>, { ids: string[] }> = {
  name: "LineItemImages",
  document: `#graphql
    query LineItemImages($ids: [ID!]!) {
      nodes(ids: $ids) {
        id
        ... on ProductVariant { image { url } }
        ... on Product { featuredMedia { preview { image { url } } } }
      }
    }`,
  data: answer,
};

/** `nodes` takes at most 250 ids: https://shopify.dev/docs/api/usage/limits#input-arguments */
const IDS_A_REQUEST = 250;

/** The picture of each line: its variant's, or else its product's; null where there is none. In the lines' order. */
export async function lineItemImages(
  request: GraphqlRequest,
  lines: readonly LineItemProduct[],
): Promise<(string | null)[]> {
  const ids = [...new Set(lines.flatMap(idsOf))];
  const images = new Map<string, string>();
  for (let start = 0; start < ids.length; start += IDS_A_REQUEST) {
    const { nodes } = await request(lineItemImagesOperation, {
      ids: ids.slice(start, start + IDS_A_REQUEST),
    });
    for (const found of nodes) {
      const url = found?.image?.url ?? found?.featuredMedia?.preview?.image?.url;
      if (found && url) images.set(found.id, url);
    }
  }
  return lines.map(
    (line) =>
      idsOf(line)
        .map((id) => images.get(id))
        .find((url) => url !== undefined) ?? null,
  );
}

function idsOf(line: LineItemProduct): string[] {
  return [
    ...(line.variantId === null ? [] : [variantGid(line.variantId)]),
    ...(line.productId === null ? [] : [productGid(line.productId)]),
  ];
}
