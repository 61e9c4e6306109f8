import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openStorefront, productOf, variantId, type Visitor } from "../storefront.fixture.ts";

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
  note: z.string().nullable(),
  attributes: z.record(z.string(), z.string()),
  items: z.array(
    z.object({
      key: z.string(),
      variant_id: z.number(),
      quantity: z.number(),
      url: z.string(),
      properties: z.record(z.string(), z.string()),
      selling_plan_allocation: z.object({ selling_plan: z.object({ name: z.string() }) }).optional(),
    }),
  ),
});
const cartOf = async (visitor: Visitor) => cartShape.parse(await visitor.json("/cart.js"));
const quantitiesOf = async (visitor: Visitor) =>
  (await cartOf(visitor)).items.map(({ quantity }) => quantity);

describe("adding to the cart", () => {
  it("takes the product form as themes send it, and answers the line", async () => {
    const form = new FormData();
    form.set("form_type", "product");
    form.set("utf8", "✓");
    form.set("id", String(mug));
    form.set("quantity", "2");
    form.set("properties[_customInfoId]", "123456789012345678");
    const visitor = storefront.visitor();
    const answer = await visitor.send("/cart/add.js", { method: "POST", body: form });
    expect(await answer.json()).toMatchObject({
      variant_id: mug,
      quantity: 2,
      properties: { _customInfoId: "123456789012345678" },
      line_price: 3600,
    });
    expect(await quantitiesOf(visitor)).toEqual([2]);
  });

  it.each([
    ["JSON", () => JSON.stringify({ items: [{ id: mug, quantity: 2 }, { id: tote }] }), "application/json"],
    [
      "a form with numbered items",
      () => `items[0][id]=${mug}&items[0][quantity]=2&items[1][id]=${tote}`,
      "application/x-www-form-urlencoded",
    ],
    [
      "a form with a list of items",
      () => `items[][id]=${mug}&items[][quantity]=2&items[][id]=${tote}`,
      "application/x-www-form-urlencoded; charset=UTF-8",
    ],
  ])("takes several items as %s, and answers them all", async (_kind, body, type) => {
    const visitor = storefront.visitor();
    const headers = { "content-type": type };
    const answer = await visitor.send("/cart/add.js", { method: "POST", headers, body: body() });
    expect(await answer.json()).toMatchObject({
      items: [
        { variant_id: mug, quantity: 2 },
        { variant_id: tote, quantity: 1 },
      ],
    });
  });

  it("keeps lines with other properties or selling plans apart, and adds up equal ones", async () => {
    const visitor = storefront.visitor();
    await visitor.post("/cart/add.js", { id: mug, properties: { a: "1", b: "2" } });
    await visitor.post("/cart/add.js", { id: mug, properties: { b: "2", a: "1" } });
    await visitor.post("/cart/add.js", { items: [{ id: mug, quantity: 3, properties: { a: "other" } }] });
    await visitor.post("/cart/add.js", { id: mug, properties: { a: "other" }, selling_plan: 610435137 });
    const { items, item_count } = await cartOf(visitor);
    expect(items.map(({ quantity }) => quantity)).toEqual([1, 3, 2]);
    expect(item_count).toBe(6);
    expect(new Set(items.map(({ key }) => key)).size).toBe(3);
    expect(items[0]?.key).toMatch(new RegExp(`^${mug}:[0-9a-f]{32}$`));
    expect(items[0]?.selling_plan_allocation?.selling_plan.name).toBe("Delivered every month");
  });

  it("keeps a property without a value in the cart", async () => {
    const visitor = storefront.visitor();
    await visitor.post("/cart/add.js", { id: mug, properties: { Note: "", _hidden: null } });
    expect((await cartOf(visitor)).items[0]?.properties).toEqual({ Note: "" });
  });

  it.each([
    [400, "a request without anything to add", {}],
    [400, "an empty list", { items: [] }],
    [404, "a variant that the shop does not have", { id: 1 }],
    [404, "a list with such a variant", { items: [{ id: "MUG" }, { id: 1 }] }],
    [422, "no pieces", { id: "MUG", quantity: 0 }],
    [422, "properties that are no map", { id: "MUG", properties: "none" }],
    [422, "a selling plan of another product", { id: "TOTE", selling_plan: 610435137 }],
  ])("answers %i for %s, and adds nothing", async (status, _what, body) => {
    const visitor = storefront.visitor();
    const ids = JSON.stringify(body).replaceAll('"MUG"', String(mug)).replaceAll('"TOTE"', String(tote));
    const answer = await visitor.post("/cart/add.js", JSON.parse(ids));
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({
      status: status === 400 ? "bad_request" : status,
      message: status === 400 ? "Parameter Missing or Invalid" : "Cart Error",
      description: expect.stringMatching(/\w/) as unknown,
    });
    expect(await quantitiesOf(visitor)).toEqual([]);
  });

  it("answers 400 for what is neither JSON nor a form", async () => {
    const headers = { "content-type": "application/json" };
    const request = { method: "POST", headers, body: "{" };
    expect((await storefront.visitor().send("/cart/add.js", request)).status).toBe(400);
  });

  it("refuses what is sold out, and names the variant", async () => {
    const product = productOf(storefront.shop, "everyday-phone-case");
    const [variant] = product.variants;
    if (variant) variant.availableForSale = false;
    const answer = await storefront.visitor().post("/cart/add.js", { id: variant?.id });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({
      status: 422,
      message: "Cart Error",
      description: "The product 'Everyday Phone Case - iPhone 15' is already sold out.",
    });
  });
});

describe("the routes without an ending", () => {
  it("lead to the cart when a form or a link is followed", async () => {
    const visitor = storefront.visitor();
    const body = new URLSearchParams({ id: String(tote), "properties[Note]": "for Ana" });
    const added = await visitor.send("/de/cart/add", { method: "POST", body });
    expect([added.status, added.headers.get("location")]).toEqual([302, "/de/cart"]);
    const { items } = await cartOf(visitor);
    expect(items[0]?.properties).toEqual({ Note: "for Ana" });
    const changed = await visitor.send("/cart/change", {
      method: "POST",
      body: new URLSearchParams({ line: "1", quantity: "3" }),
    });
    expect(changed.headers.get("location")).toBe("/cart");
    expect(await quantitiesOf(visitor)).toEqual([3]);
    const removed = await visitor.send(
      `/cart/change?id=${encodeURIComponent(items[0]?.key ?? "")}&quantity=0`,
    );
    expect(removed.headers.get("location")).toBe("/cart");
    expect(await quantitiesOf(visitor)).toEqual([]);
  });

  it("lead where a form wants, within this shop", async () => {
    const to = async (return_to: string) => {
      const body = new URLSearchParams({ id: String(tote), return_to });
      const answer = await storefront.visitor().send("/cart/add", { method: "POST", body });
      return answer.headers.get("location");
    };
    expect(await to("/checkout")).toBe("/checkout");
    expect(await to("//elsewhere.example")).toBe("/cart");
    expect(await to("https://elsewhere.example")).toBe("/cart");
  });

  it.each([
    ["accept", "application/javascript"],
    ["accept", "application/json"],
    ["x-requested-with", "XMLHttpRequest"],
  ])("answer JSON to a script that says %s: %s", async (name, value) => {
    const body = new URLSearchParams({ id: String(tote) });
    const request = { method: "POST", body, headers: { [name]: value } };
    const answer = await storefront.visitor().send("/cart/add", request);
    expect(await answer.json()).toMatchObject({ variant_id: tote });
  });

  it("say what is wrong in words, with the same status", async () => {
    const body = new URLSearchParams({ id: "1" });
    const answer = await storefront.visitor().send("/cart/add", { method: "POST", body });
    expect([answer.status, await answer.text()]).toEqual([404, "Cart Error\nCannot find variant"]);
  });

  it("answer the cart at /cart.json too", async () => {
    expect(await storefront.visitor().json("/cart.json")).toMatchObject({ item_count: 0, note: null });
  });
});

describe("changing the cart", () => {
  it("changes a line by its key, its variant and its place", async () => {
    const visitor = storefront.visitor();
    await visitor.post("/cart/add.js", { items: [{ id: tote }, { id: mug, properties: { a: "1" } }] });
    const [first] = (await cartOf(visitor)).items;
    await visitor.post("/cart/change.js", { id: first?.key, quantity: 4 });
    await visitor.post("/cart/change.js", { id: tote, quantity: 2 });
    expect(await quantitiesOf(visitor)).toEqual([4, 2]);
    await visitor.post("/cart/change.js", { line: 1, quantity: 0 });
    expect((await cartOf(visitor)).items.map(({ variant_id }) => variant_id)).toEqual([tote]);
  });

  it("gives a line another key when its properties change, and joins lines that become equal", async () => {
    const visitor = storefront.visitor();
    await visitor.post("/cart/add.js", { id: mug, properties: { a: "1" } });
    await visitor.post("/cart/add.js", { id: mug, quantity: 2, properties: { a: "2" } });
    const [, designed] = (await cartOf(visitor)).items;
    const answer = await visitor.post("/cart/change.js", { id: designed?.key, properties: { a: "2" } });
    const { items } = cartShape.parse(await answer.json());
    expect(items.map(({ quantity, properties }) => ({ quantity, properties }))).toEqual([
      { quantity: 3, properties: { a: "2" } },
    ]);
    expect(items[0]?.key).not.toBe(designed?.key);
  });

  it("never clears a line's properties", async () => {
    const visitor = storefront.visitor();
    await visitor.post("/cart/add.js", { id: mug, properties: { a: "1" } });
    await visitor.post("/cart/change.js", { line: 1, properties: {} });
    expect((await cartOf(visitor)).items[0]?.properties).toEqual({ a: "1" });
  });

  it("changes a line's selling plan by its place alone, and then has one piece unless told otherwise", async () => {
    const visitor = storefront.visitor();
    await visitor.post("/cart/add.js", { id: mug, quantity: 4 });
    const refused = await visitor.post("/cart/change.js", { id: mug, selling_plan: 610435137 });
    expect(refused.status).toBe(400);
    await visitor.post("/cart/change.js", { line: 1, selling_plan: 610435137 });
    const planned = await cartOf(visitor);
    expect(planned.items[0]).toMatchObject({ quantity: 1, selling_plan_allocation: {} });
    await visitor.post("/cart/change.js", { line: 1, quantity: 2, selling_plan: null });
    expect((await cartOf(visitor)).items[0]?.selling_plan_allocation).toBeUndefined();
  });

  it("updates several lines at once, adds those that are not there, and clears", async () => {
    const visitor = storefront.visitor();
    await visitor.post("/cart/add.js", { id: mug });
    await visitor.post("/cart/update.js", { updates: { [tote]: 5, [mug]: 0 }, note: "Please hurry" });
    expect(await quantitiesOf(visitor)).toEqual([5]);
    await visitor.post("/cart/update.js", { updates: [7], attributes: { Gift: "yes" } });
    await visitor.post("/cart/update.js", { attributes: { Card: "blue", __private: "x" } });
    await visitor.post("/cart/clear.js", {});
    expect(await cartOf(visitor)).toMatchObject({
      items: [],
      note: "Please hurry",
      attributes: { Gift: "yes", Card: "blue" },
    });
    expect((await cartOf(visitor)).attributes).not.toHaveProperty("__private");
  });

  it("answers as Shopify does for lines and variants that are not there", async () => {
    const visitor = storefront.visitor();
    const changed = await visitor.post("/cart/change.js", { id: tote, quantity: 1 });
    expect([changed.status, await changed.json()]).toEqual([
      400,
      {
        status: "bad_request",
        message: "no valid id or line parameter",
        description: "no valid id or line parameter",
      },
    ]);
    const updated = await visitor.post("/cart/update.js", { updates: { 1: 1, [tote]: 1 }, note: "lost" });
    expect([updated.status, await updated.json()]).toEqual([
      404,
      { status: 404, message: "Cart Error", description: "Cannot find variant" },
    ]);
    expect(await cartOf(visitor)).toMatchObject({ items: [], note: null });
  });
});

describe("bundled section rendering", () => {
  it("renders sections with the change, in the context of the page that asks", async () => {
    const visitor = storefront.visitor();
    const answer = await visitor.send("/cart/add.js", {
      method: "POST",
      headers: { "content-type": "application/json", referer: `${storefront.url}/products/market-tote` },
      body: JSON.stringify({ id: tote, sections: "cart-drawer,main-product,nothing" }),
    });
    expect(await answer.json()).toMatchObject({
      variant_id: tote,
      sections: {
        "cart-drawer": expect.stringContaining("Market Tote") as unknown,
        "main-product": expect.stringContaining("Market Tote") as unknown,
        nothing: null,
      },
    });
  });

  it("renders them in the context of sections_url, in its language", async () => {
    const body = { updates: {}, sections: ["main-cart"], sections_url: "/fr/cart" };
    const answer = await storefront.visitor().post("/cart/update.js", body);
    expect(await answer.json()).toMatchObject({
      sections: { "main-cart": expect.stringContaining("Votre panier") as unknown },
    });
  });

  it.each([{ sections: "a,b,c,d,e,f" }, { sections: "cart-drawer", sections_url: "cart" }])(
    "answers 400 for %j",
    async (asked) => {
      const answer = await storefront.visitor().post("/cart/update.js", { updates: {}, ...asked });
      expect(answer.status).toBe(400);
    },
  );
});

it("answers addresses in the visitor's language", async () => {
  const visitor = storefront.visitor();
  await visitor.post("/ja/cart/add.js", { id: tote });
  const { items } = cartShape.parse(await visitor.json("/ja/cart.js"));
  expect(items[0]?.url).toBe(`/ja/products/market-tote?variant=${tote}`);
});

it("gives every visitor a cart of their own", async () => {
  const [one, other] = [storefront.visitor(), storefront.visitor()];
  await one.post("/cart/add.js", { id: mug });
  expect((await cartOf(other)).items).toEqual([]);
  expect((await cartOf(one)).items).toHaveLength(1);
});
