import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Shop } from "../../shop/shop.ts";
import { exampleShop, serveAdminApi } from "../shop.fixture.ts";

let shop: Shop;
let served: Awaited<ReturnType<typeof serveAdminApi>>;

beforeEach(async () => {
  shop = exampleShop();
  served = await serveAdminApi(shop);
});
afterEach(() => served.close());

describe("what Shopify would reject", () => {
  it("rejects a field that its schema does not have", async () => {
    const answer = await served.graphql("{ shop { nickname } }");
    expect(answer).toMatchObject({ errors: [{ message: expect.stringContaining("nickname") as string }] });
    expect(answer).not.toHaveProperty("data");
  });

  it("rejects a query that cannot be parsed", async () => {
    expect(await served.graphql("{ shop {")).toMatchObject({ errors: [{}] });
  });

  it("rejects a call without a token that is valid", async () => {
    const response = await served.send("{ shop { name } }", {}, "shpat_guess");
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      errors: expect.stringContaining("[API] Invalid API key") as string,
    });
  });

  it("does not know another API version", async () => {
    const response = await served.post("/admin/api/2019-04/graphql.json", { query: "{ shop { name } }" });
    expect(response.status).toBe(404);
  });

  it("denies what the scopes do not cover, and says which one is missing", async () => {
    shop.installation.scopes = ["read_products"];
    expect(await served.graphql("{ orders(first: 1) { nodes { id } } }")).toMatchObject({
      errors: [
        {
          message: "Access denied for orders field. Required access: `read_orders` access scope.",
          extensions: { code: "ACCESS_DENIED" },
        },
      ],
    });
  });

  it("insists on first or last for connections", async () => {
    expect(await served.graphql("{ products { nodes { id } } }")).toMatchObject({
      errors: [{ message: "you must provide one of first or last" }],
    });
  });
});

it("says so when a field exists at Shopify but is not modelled here", async () => {
  expect(await served.graphql("{ shop { billingAddress { city } } }")).toMatchObject({
    errors: [{ message: expect.stringContaining("does not model Shop.billingAddress") as string }],
  });
});

it("echoes the API version", async () => {
  const response = await served.send("{ shop { name } }");
  expect(response.headers.get("x-shopify-api-version")).toBe("2026-10");
});

describe("products and variants", () => {
  it("finds variants by SKU, quoted or not, with picture and product", async () => {
    const answer = await served.graphql(
      `query ($query: String!) {
        productVariants(first: 10, query: $query) {
          nodes { id sku price image { url } media(first: 1) { nodes { preview { image { url } } } } product { id title } }
        }
      }`,
      { query: `sku:"MUG BLACK" OR sku:PLAIN-2` },
    );
    expect(answer).toMatchObject({
      data: {
        productVariants: {
          nodes: [
            {
              id: "gid://shopify/ProductVariant/2002",
              sku: "MUG BLACK",
              price: "21.50",
              image: { url: "http://localhost:4000/cdn/mug-black.svg" },
              media: { nodes: [{ preview: { image: { url: "http://localhost:4000/cdn/mug-black.svg" } } }] },
              product: { id: "gid://shopify/Product/1001", title: "Mug" },
            },
            { sku: "PLAIN-2", image: null },
          ],
        },
      },
    });
  });

  it("pages through all products with cursors, each exactly once", async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const answer = (await served.graphql(
        `query ($after: String) { products(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
        { after },
      )) as {
        data: {
          products: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
        };
      };
      seen.push(...answer.data.products.nodes.map(({ id }) => id));
      if (!answer.data.products.pageInfo.hasNextPage) break;
      after = answer.data.products.pageInfo.endCursor;
    }
    expect(seen).toEqual(shop.products.map(({ id }) => `gid://shopify/Product/${id}`));
  });

  it("answers nodes by id, null where there is none", async () => {
    const answer = await served.graphql(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ProductVariant { sku } ... on Product { title } } }`,
      {
        ids: ["gid://shopify/ProductVariant/2001", "gid://shopify/Product/404", "gid://shopify/Product/1001"],
      },
    );
    expect(answer).toMatchObject({ data: { nodes: [{ sku: "MUG-WHITE" }, null, { title: "Mug" }] } });
  });
});

describe("orders", () => {
  it("lists what changed since an instant, with the lines' attributes", async () => {
    const since = new Date(Date.now() - 3_600_000).toISOString();
    const answer = await served.graphql(
      `query ($query: String!) {
        orders(first: 5, query: $query, sortKey: UPDATED_AT) {
          nodes { name lineItems(first: 5) { nodes { sku quantity customAttributes { key value } variant { id } image { url } } } }
        }
      }`,
      { query: `updated_at:>='${since}'` },
    );
    expect(answer).toMatchObject({
      data: {
        orders: {
          nodes: [
            {
              name: "#1001",
              lineItems: {
                nodes: [
                  {
                    sku: "MUG BLACK",
                    quantity: 2,
                    customAttributes: [{ key: "_customInfoId", value: "123456789012345678" }],
                    variant: { id: "gid://shopify/ProductVariant/2002" },
                    image: { url: "http://localhost:4000/cdn/mug-black.svg" },
                  },
                ],
              },
            },
          ],
        },
      },
    });
  });

  it("hides orders that are older than 60 days from read_orders alone", async () => {
    const [order] = shop.orders;
    if (order) order.createdAt = new Date(Date.now() - 61 * 24 * 3_600_000).toISOString();
    expect(await served.graphql(`{ order(id: "gid://shopify/Order/6001") { name } }`)).toMatchObject({
      data: { order: null },
    });
  });
});

describe("cost and throttling", () => {
  it("tells what a query costs and what is left", async () => {
    expect(await served.graphql("{ shop { name } }")).toMatchObject({
      extensions: {
        cost: {
          requestedQueryCost: 1,
          actualQueryCost: 1,
          throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 1999, restoreRate: 100 },
        },
      },
    });
  });

  it("sizes a connection as the published example shows", async () => {
    const query = `{ product(id: "gid://shopify/Product/404") { variants(first: 250) { nodes { inventoryItem { id } } } } }`;
    expect(await served.graphql(query)).toMatchObject({
      data: { product: null },
      extensions: { cost: { requestedQueryCost: 25, actualQueryCost: 0 } },
    });
  });

  it("answers THROTTLED with status 200 when the bucket is empty", async () => {
    served.api.throttle.spend(2000);
    const response = await served.send(
      "{ products(first: 250) { nodes { id variants(first: 250) { nodes { id } } } } }",
    );
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }],
    });
  });

  it("throttles on demand", async () => {
    served.api.faults.arm({ fault: "throttle", endpoint: "graphql", status: 503, times: 1 });
    expect(await served.graphql("{ shop { name } }")).toMatchObject({
      errors: [{ extensions: { code: "THROTTLED" } }],
    });
    expect(await served.graphql("{ shop { name } }")).toMatchObject({
      data: { shop: { name: "Example Shop" } },
    });
  });
});
