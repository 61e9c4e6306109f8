import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAdminApi, type AdminApi } from "../../app/shopify/adminApi.ts";
import { AdminApiError } from "../../app/shopify/graphqlRequest.ts";
import { exampleShop, serveAdminApi } from "../../sandbox/shopify/admin-api/shop.fixture.ts";
import type { Shop } from "../../sandbox/shopify/shop/shop.ts";

let shop: Shop;
let admin: AdminApi;
let server: Awaited<ReturnType<typeof serveAdminApi>>;
let calls: string[];

beforeEach(async () => {
  calls = [];
  shop = exampleShop();
  server = await serveAdminApi(shop);
  admin = createAdminApi(async ({ name, document, data }, variables) => {
    calls.push(name);
    const answer: unknown = await (await server.send(document, variables)).json();
    return data.parse((answer as { data: unknown }).data);
  });
});
afterEach(() => server.close());

const metafieldOf = (productId: string) =>
  shop.metafields.find(
    ({ ownerId, key }) => ownerId === `gid://shopify/Product/${productId}` && key === "integrated_variants",
  );

describe("telling the storefront which variants can be personalised", () => {
  it("writes them to the product, and takes them away again", async () => {
    expect(
      await admin.publishProductVariants([{ productId: "1001", variants: { "2001": "MUG-WHITE" } }]),
    ).toEqual([]);
    expect(metafieldOf("1001")).toMatchObject({ type: "json", value: '{"2001":"MUG-WHITE"}' });

    expect(await admin.publishProductVariants([{ productId: "1001", variants: {} }])).toEqual([]);
    expect(metafieldOf("1001")).toBeUndefined();
  });

  it("names the products that are gone, and tells all others", async () => {
    const untold = await admin.publishProductVariants(
      ["1001", "8001", "1002", "8002", "1003"].map((productId) => ({ productId, variants: { "1": "SKU" } })),
    );
    expect(untold).toEqual(
      ["8001", "8002"].map((productId) => ({ productId, isGone: true, reason: "Owner does not exist." })),
    );
    for (const productId of ["1001", "1002", "1003"]) expect(metafieldOf(productId)).toBeDefined();
  });

  it("goes on after a call in which every product is gone", async () => {
    const gone = Array.from({ length: 60 }, (_, number) => String(8_000 + number));
    const untold = await admin.publishProductVariants(
      [...gone, "1004"].map((productId) => ({ productId, variants: { "1": "SKU" } })),
    );
    expect(untold.map(({ productId }) => productId)).toEqual(gone);
    expect(metafieldOf("1004")).toBeDefined();
  });

  it("names a product that is refused for another reason, and tells all others", async () => {
    const huge = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, number) => [String(10 ** 13 + number), "X".repeat(100)]),
    );
    const untold = await admin.publishProductVariants([
      { productId: "1001", variants: huge },
      { productId: "1002", variants: { "1": "SKU" } },
    ]);
    expect(untold).toMatchObject([{ productId: "1001", isGone: false }]);
    expect(untold[0]?.reason).not.toBe("");
    expect(metafieldOf("1002")).toBeDefined();
  });

  it("does not take the loss of the permission for products that are gone", async () => {
    shop.installation.scopes = ["read_orders"];
    await expect(
      admin.publishProductVariants([{ productId: "1001", variants: { "1": "SKU" } }]),
    ).rejects.toThrow();
  });
});

describe("telling the checkout which variants can be personalised", () => {
  const few = { "2001": "MUG-WHITE" };
  /** Of ids in which there are no even steps: five metafields' worth. */
  const most = (count = 2_048) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, number) => [String(10n ** 19n + BigInt(number) ** 2n), "MUG-WHITE"]),
    );
  const made = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, number) => [
        String(44_130_283_225_308 + 32_768 * number),
        "MUG-WHITE",
      ]),
    );
  const keysOf = (productId: string) =>
    shop.metafields
      .filter(({ ownerId }) => ownerId === `gid://shopify/Product/${productId}`)
      .map(({ key }) => key)
      .sort();
  const ids = (...numbers: number[]) => numbers.map((number) => `integrated_variant_ids_${number}`);

  it("costs a product with few variants no call more", async () => {
    await admin.publishProductVariants([{ productId: "1001", variants: few, published: {} }]);
    await admin.publishProductVariants([{ productId: "1001", variants: { "2002": "X" }, published: few }]);
    await admin.publishProductVariants([{ productId: "1001", variants: {}, published: few }]);
    expect(calls).toEqual(["SetMetafields", "SetMetafields", "DeleteMetafields"]);
  });

  it("takes a few bytes where the variants were made together", async () => {
    await admin.publishProductVariants([{ productId: "1001", variants: made(2_048) }]);
    expect(keysOf("1001")).toEqual([...ids(1), "integrated_variants"]);
    expect(shop.metafields.find(({ key }) => key === "integrated_variant_ids_1")).toMatchObject({
      type: "single_line_text_field",
      value: "44130283225308-44130350301404/32768",
    });
  });

  it("takes as many metafields as there must be, and leaves none behind", async () => {
    const publish = (variants: Record<string, string>, published?: Record<string, string>) =>
      admin.publishProductVariants([{ productId: "1001", variants, ...(published && { published }) }]);
    await publish(most());
    expect(keysOf("1001")).toEqual([...ids(1, 2, 3, 4, 5), "integrated_variants"]);
    await publish(most(800), most());
    expect(keysOf("1001")).toEqual([...ids(1, 2), "integrated_variants"]);
    await publish(few, most(800));
    expect(keysOf("1001")).toEqual(["integrated_variants"]);
    await publish(most(800), few);
    await publish({}, most(800));
    expect(keysOf("1001")).toEqual([]);
  });

  it("leaves none behind either where it is not known what the shop was told before", async () => {
    const products = ["1001", "1002"].map((productId) => ({ productId, variants: most(800) }));
    await admin.publishProductVariants(products);
    await admin.publishProductVariants([
      { productId: "1001", variants: few },
      { productId: "1002", variants: {} },
    ]);
    expect(keysOf("1001")).toEqual(["integrated_variants"]);
    expect(keysOf("1002")).toEqual([]);
  });

  it("asks for no design of a product that the storefront could not be told of", async () => {
    const huge = Object.fromEntries(Object.keys(most()).map((id) => [id, "X".repeat(100)]));
    const untold = await admin.publishProductVariants([
      { productId: "1001", variants: huge },
      { productId: "8001", variants: most() },
      { productId: "1002", variants: most(800) },
    ]);
    expect(untold.map(({ productId, isGone }) => [productId, isGone])).toEqual([
      ["1001", false],
      ["8001", true],
    ]);
    expect(keysOf("1001")).toEqual([]);
    expect(keysOf("1002")).toEqual([...ids(1, 2), "integrated_variants"]);
  });
});

describe("telling the storefront of the connection", () => {
  const own = () =>
    Object.fromEntries(
      shop.metafields
        .filter(({ namespace }) => namespace === "customeow")
        .map(({ key, value }) => [key, value]),
    );

  it("writes store and customizer, and takes them away when there is none", async () => {
    await admin.publishConnection({ storeId: "179639630637846528", customizerUrl: "https://client.example" });
    expect(own()).toEqual({
      store_id: "179639630637846528",
      customizer_url: "https://client.example",
      connected: "true",
    });
    await admin.publishConnection(null);
    expect(own()).toEqual({ connected: "false" });
  });

  it("fails where Shopify refuses it", async () => {
    await expect(
      admin.publishConnection({ storeId: "1\n2", customizerUrl: "https://client.example" }),
    ).rejects.toThrow(AdminApiError);
  });
});
