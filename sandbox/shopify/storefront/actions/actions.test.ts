import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openStorefront, variantId, type Visitor } from "../storefront.fixture.ts";
import { ACTIONS_API } from "./actionsApi.ts";

let storefront: Awaited<ReturnType<typeof openStorefront>>;
let merchandiseId: string;
beforeAll(async () => {
  storefront = await openStorefront();
  merchandiseId = `gid://shopify/ProductVariant/${variantId(storefront.shop, "MUG-WHITE-11")}`;
});
afterAll(() => storefront.close());

const answerShape = z.object({
  cart: z.object({
    id: z.string(),
    totalQuantity: z.number(),
    cost: z.object({ totalAmount: z.object({ amount: z.string(), currencyCode: z.string() }) }),
    lines: z.array(
      z.object({
        id: z.string(),
        quantity: z.number(),
        attributes: z.array(z.object({ key: z.string(), value: z.string() })),
      }),
    ),
  }),
  userErrors: z.array(z.object({ code: z.string(), field: z.array(z.string()), message: z.string() })),
});

const update = async (visitor: Visitor, payload: unknown) =>
  answerShape.parse(await (await visitor.post(ACTIONS_API, payload)).json());

describe("the cart of the standard actions", () => {
  it("is null until there is one", async () => {
    const visitor = storefront.visitor();
    expect(await visitor.json(ACTIONS_API)).toEqual({ cart: null });
    await update(visitor, { lines: [{ merchandiseId }] });
    expect(await visitor.json(ACTIONS_API)).toMatchObject({ cart: { totalQuantity: 1 } });
  });

  it("has lines added, changed and removed, and is the same cart as the Ajax API's", async () => {
    const visitor = storefront.visitor();
    const attributes = [{ key: "_customInfoId", value: "123456789012345678" }];
    const added = await update(visitor, { lines: [{ merchandiseId, quantity: 2, attributes }] });
    expect(added.userErrors).toEqual([]);
    expect(added.cart.cost.totalAmount).toEqual({ amount: "36.00", currencyCode: "USD" });
    const id = added.cart.lines[0]?.id;
    expect(id).toMatch(/^gid:\/\/shopify\/CartLine\/[\w-]+\?cart=\w+$/);
    expect(await visitor.json("/cart.js")).toMatchObject({
      items: [{ quantity: 2, properties: { _customInfoId: "123456789012345678" } }],
    });
    const changed = await update(visitor, { lines: [{ id, quantity: 3 }], note: "Hurry" });
    expect(changed.cart.lines).toEqual([expect.objectContaining({ id, quantity: 3, attributes }) as unknown]);
    const cleared = await update(visitor, { lines: [{ id, attributes: [] }] });
    expect(cleared.cart.lines[0]).toMatchObject({ id, quantity: 3, attributes: [] });
    const removed = await update(visitor, { lines: [{ id, quantity: 0 }] });
    expect(removed.cart.lines).toEqual([]);
    expect(await visitor.json("/cart.js")).toMatchObject({ items: [], note: "Hurry" });
  });

  it.each([
    [
      "a variant that does not exist",
      { merchandiseId: "gid://shopify/ProductVariant/1" },
      "MERCHANDISE_NOT_APPLICABLE",
    ],
    ["a line that is not there", { id: "gid://shopify/CartLine/1" }, "INVALID_MERCHANDISE_LINE"],
    ["no pieces of something new", { quantity: 0 }, "LESS_THAN"],
    [
      "another product's selling plan",
      { sellingPlanId: "gid://shopify/SellingPlan/1" },
      "SELLING_PLAN_NOT_APPLICABLE",
    ],
  ])("answers user errors for %s, and changes nothing", async (_what, line, code) => {
    const visitor = storefront.visitor();
    const wanted = "id" in line ? line : { merchandiseId, ...line };
    const { cart, userErrors } = await update(visitor, { lines: [{ merchandiseId }, wanted] });
    expect(userErrors).toMatchObject([{ code, field: ["lines", "1", expect.any(String) as unknown] }]);
    expect(cart.lines).toEqual([]);
  });

  it("answers a user error for what is sold out", async () => {
    const visitor = storefront.visitor();
    await visitor.post("/sandbox/storefront", { soldOut: ["MUG-WHITE-11"] });
    const { userErrors } = await update(visitor, { lines: [{ merchandiseId }] });
    await visitor.post("/sandbox/storefront", { soldOut: [] });
    expect(userErrors).toMatchObject([{ code: "MERCHANDISE_NOT_APPLICABLE" }]);
  });

  it.each([
    { lines: [{ merchandiseId: "123" }] },
    { lines: [{ quantity: 1 }] },
    { lines: [{ merchandiseId: "gid://shopify/ProductVariant/1", properties: { a: "1" } }] },
    { lines: "none" },
  ])("rejects a malformed payload: %j", async (payload) => {
    expect((await storefront.visitor().post(ACTIONS_API, payload)).status).toBe(400);
  });
});
