import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openStorefront, productOf, variantId } from "../storefront.fixture.ts";

let storefront: Awaited<ReturnType<typeof openStorefront>>;
let mug: number;
let tote: number;
beforeAll(async () => {
  storefront = await openStorefront();
  mug = Number(variantId(storefront.shop, "MUG-WHITE-11"));
  tote = Number(variantId(storefront.shop, "TOTE-NATURAL"));
});
afterAll(() => storefront.close());

const cartShape = z.object({
  item_count: z.number(),
  total_price: z.number(),
  items: z.array(
    z.object({
      key: z.string(),
      variant_id: z.number(),
      quantity: z.number(),
      properties: z.record(z.string(), z.string()),
    }),
  ),
});
const refusal = z.object({ status: z.literal(422), message: z.string(), description: z.string() });
const cartOf = async (visitor: { json(path: string): Promise<unknown> }) =>
  cartShape.parse(await visitor.json("/cart.js"));

describe("adding to the cart", () => {
  it("takes the product form as themes send it, and answers the line", async () => {
    const form = new FormData();
    form.set("id", String(mug));
    form.set("quantity", "2");
    form.set("properties[_customInfoId]", "123456789012345678");
    form.set("properties[Wrapping]", "");
    const visitor = storefront.visitor();
    const answer = await visitor.send("/cart/add.js", { method: "POST", body: form });
    expect(await answer.json()).toMatchObject({
      variant_id: mug,
      quantity: 2,
      properties: { _customInfoId: "123456789012345678" },
      line_price: 3600,
    });
    expect((await cartOf(visitor)).items).toHaveLength(1);
  });

  it("takes a form without a script and leads to the cart", async () => {
    const visitor = storefront.visitor();
    const body = new URLSearchParams({ id: String(tote), "properties[Note]": "for Ana" });
    const answer = await visitor.send("/cart/add", { method: "POST", body });
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "/cart"]);
    expect((await cartOf(visitor)).items[0]?.properties).toEqual({ Note: "for Ana" });
  });

  it("keeps lines with other properties apart, and adds up equal ones whatever their order", async () => {
    const visitor = storefront.visitor();
    await visitor.post("/cart/add.js", { id: mug, properties: { a: "1", b: "2" } });
    await visitor.post("/cart/add.js", { id: mug, properties: { b: "2", a: "1" } });
    await visitor.post("/cart/add.js", { items: [{ id: mug, quantity: 3, properties: { a: "other" } }] });
    const { items, item_count } = await cartOf(visitor);
    expect(items.map(({ quantity }) => quantity)).toEqual([3, 2]);
    expect(item_count).toBe(5);
    expect(new Set(items.map(({ key }) => key)).size).toBe(2);
    expect(items[0]?.key).toMatch(new RegExp(`^${mug}:[0-9a-f]{32}$`));
  });

  it("refuses with 422 and says why, and adds nothing", async () => {
    const visitor = storefront.visitor();
    const wrong = [
      { id: 1 },
      {},
      { id: mug, quantity: 0 },
      { items: [] },
      { items: [{ id: mug }, { id: 1 }] },
    ];
    for (const body of wrong) {
      const answer = await visitor.post("/cart/add.js", body);
      expect(answer.status).toBe(422);
      refusal.parse(await answer.json());
    }
    const garbage = await visitor.send("/cart/add.js", {
      method: "POST",
      body: "{",
      headers: { "content-type": "application/json" },
    });
    expect(garbage.status).toBe(422);
    expect((await cartOf(visitor)).items).toEqual([]);
  });

  it("refuses what is sold out", async () => {
    const product = productOf(storefront.shop, "linen-cushion");
    const [variant] = product.variants;
    if (variant) variant.availableForSale = false;
    const answer = await storefront.visitor().post("/cart/add.js", { id: variant?.id });
    expect(refusal.parse(await answer.json()).description).toContain("sold out");
  });
});

describe("changing the cart", () => {
  it("changes a line by its key, its variant and its place", async () => {
    const visitor = storefront.visitor();
    await visitor.post("/cart/add.js", { items: [{ id: tote }, { id: mug, properties: { a: "1" } }] });
    const [first] = (await cartOf(visitor)).items;
    await visitor.post("/cart/change.js", { id: first?.key, quantity: 4 });
    await visitor.post("/cart/change.js", { id: tote, quantity: 2 });
    expect((await cartOf(visitor)).items.map(({ quantity }) => quantity)).toEqual([4, 2]);
    await visitor.post("/cart/change.js", { line: 1, quantity: 0 });
    expect((await cartOf(visitor)).items.map(({ variant_id }) => variant_id)).toEqual([tote]);
  });

  it("gives a line another key when its properties change, and joins lines that become equal", async () => {
    const visitor = storefront.visitor();
    await visitor.post("/cart/add.js", { id: mug, properties: { a: "1" } });
    await visitor.post("/cart/add.js", { id: mug, quantity: 2 });
    const [, designed] = (await cartOf(visitor)).items;
    const answer = await visitor.post("/cart/change.js", { id: designed?.key, properties: {} });
    const { items } = cartShape.parse(await answer.json());
    expect(items.map(({ quantity, properties }) => ({ quantity, properties }))).toEqual([
      { quantity: 3, properties: {} },
    ]);
    expect(items[0]?.key).not.toBe(designed?.key);
  });

  it("updates several lines at once, and clears", async () => {
    const visitor = storefront.visitor();
    await visitor.post("/cart/add.js", { items: [{ id: tote }, { id: mug }] });
    await visitor.post("/cart/update.js", { updates: { [tote]: 5, [mug]: 0 }, note: "Please hurry" });
    expect((await cartOf(visitor)).items.map(({ quantity }) => quantity)).toEqual([5]);
    await visitor.post("/cart/update.js", { updates: [7] });
    expect((await cartOf(visitor)).items.map(({ quantity }) => quantity)).toEqual([7]);
    await visitor.post("/cart/clear.js", {});
    expect((await cartOf(visitor)).items).toEqual([]);
  });

  it("refuses a line that is not there", async () => {
    const answer = await storefront.visitor().post("/cart/change.js", { id: "nothing", quantity: 1 });
    expect(answer.status).toBe(422);
  });
});

it("gives every visitor a cart of their own", async () => {
  const [one, other] = [storefront.visitor(), storefront.visitor()];
  await one.post("/cart/add.js", { id: mug });
  expect((await cartOf(other)).items).toEqual([]);
  expect((await cartOf(one)).items).toHaveLength(1);
});
