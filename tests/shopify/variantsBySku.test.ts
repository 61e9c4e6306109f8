import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GraphqlRequest } from "../../app/shopify/graphqlRequest.ts";
import { skuTerm, variantsBySku } from "../../app/shopify/operations/variantsBySku.ts";
import { parseSearch } from "../../sandbox/shopify/admin-api/graphql/searchQuery.ts";
import { exampleShop, serveAdminApi } from "../../sandbox/shopify/admin-api/shop.fixture.ts";
import type { Shop } from "../../sandbox/shopify/shop/shop.ts";

const carries = (query: string, sku: string) => parseSearch(query)({ sku: { text: [sku] } });
const skus = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({ minLength: 1, unit: fc.constantFrom('"', "'", "\\", " ", "*", ":", "(", ")", "O", "R", "-") }),
);

describe("the search for a SKU", () => {
  it("finds the SKU, whatever characters it has", () => {
    fc.assert(
      fc.property(skus, (sku) => {
        expect(carries(skuTerm(sku), sku)).toBe(true);
      }),
    );
  });

  it("is one term, whatever the SKU says: it never searches for anything else", () => {
    fc.assert(
      fc.property(skus, (sku) => {
        fc.pre(!sku.endsWith("*"));
        expect(carries(skuTerm(sku), `another than ${sku}`)).toBe(false);
      }),
    );
  });

  it("finds each of several SKUs", () => {
    fc.assert(
      fc.property(fc.array(skus, { minLength: 1, maxLength: 5 }), (several) => {
        const query = several.map(skuTerm).join(" OR ");
        for (const sku of several) expect(carries(query, sku)).toBe(true);
      }),
    );
  });
});

describe("the variants of SKUs", () => {
  it("are those with exactly the SKU, each once, however many SKUs are asked for", async () => {
    const shop = exampleShop();
    const variant = shop.products[0]?.variants[0];
    if (!variant) throw new Error("The example shop has no variant.");
    // Shopify's search ignores case, so every one of these finds `mug-1` as well.
    const sold = ["mug-1", "MUG-1", "Mug-1"];
    shop.products[0]?.variants.push(
      ...sold.map((sku, index) => ({ ...variant, id: `31${index}`, title: sku, sku })),
    );
    const others = Array.from({ length: 100 }, (_, number) => `OTHER-${number}`);

    const found = await withAdminApi(shop, (request) =>
      variantsBySku(request, ["mug-1", ...others, "MUG-1", "mug-1", "", "PLAIN-2"]),
    );
    expect(found.map(({ sku }) => sku).toSorted()).toEqual(["MUG-1", "PLAIN-2", "mug-1"]);
  });

  it("come from every page of the answer", async () => {
    const shop = exampleShop();
    const variant = shop.products[0]?.variants[0];
    if (!variant) throw new Error("The example shop has no variant.");
    shop.products[0]?.variants.push(
      ...Array.from({ length: 230 }, (_, number) => ({ ...variant, id: `${32_000 + number}`, sku: "SAME" })),
    );
    const found = await withAdminApi(shop, (request) => variantsBySku(request, ["SAME"]));
    expect(new Set(found.map(({ variantId }) => variantId)).size).toBe(230);
    expect(found[0]).toMatchObject({ productId: "1001", productTitle: "Mug", sku: "SAME" });
  });
});

async function withAdminApi<Result>(shop: Shop, action: (request: GraphqlRequest) => Promise<Result>) {
  const server = await serveAdminApi(shop);
  const request: GraphqlRequest = async ({ document, data }, variables) => {
    const answer: unknown = await (await server.send(document, variables)).json();
    return data.parse((answer as { data: unknown }).data);
  };
  try {
    return await action(request);
  } finally {
    await server.close();
  }
}
