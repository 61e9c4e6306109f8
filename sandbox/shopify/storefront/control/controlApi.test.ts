import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openStorefront } from "../storefront.fixture.ts";

let storefront: Awaited<ReturnType<typeof openStorefront>>;
beforeEach(async () => {
  storefront = await openStorefront();
});
afterEach(() => storefront.close());

const post = (path: string, body: unknown) => storefront.visitor().post(path, body);
const topics = () => storefront.received.map(({ headers }) => headers["x-shopify-topic"]);

describe("POST /sandbox/orders", () => {
  it("places as many orders as asked, and sends a webhook for each", async () => {
    const answer = await post("/sandbox/orders", {
      orders: 3,
      lines: [
        { sku: "MUG-WHITE-11", quantity: 2, properties: { _customInfoId: "18", Wrapping: "yes" } },
        {
          sku: "TOTE-NATURAL",
          quantity: 1,
          properties: [
            { name: "Note", value: "a" },
            { name: "Note", value: "b" },
          ],
        },
      ],
    });
    expect(answer.status).toBe(201);
    const { orders } = storefront.shop;
    expect(await answer.json()).toEqual({ orders: orders.map(({ id, name }) => ({ id, name })) });
    expect(orders.map(({ name }) => name)).toEqual(["#1001", "#1002", "#1003"]);
    expect(orders[0]?.lineItems.map(({ properties }) => properties.length)).toEqual([2, 2]);
    await vi.waitFor(() => {
      expect(topics()).toEqual(["orders/create", "orders/create", "orders/create"]);
    });
  });

  it("refuses a SKU that the shop does not sell, and names those that it does", async () => {
    const answer = await post("/sandbox/orders", { lines: [{ sku: "MUG-PINK" }] });
    expect(answer.status).toBe(422);
    const refusal: unknown = await answer.json();
    expect(refusal).toMatchObject({ error: expect.stringContaining("MUG-PINK") as unknown });
    expect(refusal).toMatchObject({ knownSkus: expect.arrayContaining(["MUG-WHITE-11"]) as unknown });
    expect(storefront.shop.orders).toEqual([]);
  });

  it.each([
    {},
    { lines: [] },
    { orders: 0, lines: [{ sku: "TOTE-NATURAL" }] },
    { lines: [{ sku: "TOTE-NATURAL", quantity: 0 }] },
  ])("refuses %j", async (body) => {
    expect((await post("/sandbox/orders", body)).status).toBe(400);
  });
});

describe("a change of an order", () => {
  const placeOne = async () => {
    await post("/sandbox/orders", { lines: [{ sku: "TOTE-NATURAL", quantity: 3 }] });
    return `/sandbox/orders/${storefront.shop.orders[0]?.id ?? ""}`;
  };
  const lines = async (answer: Response) => ((await answer.json()) as { lines: unknown }).lines;

  it("cancels it, and says so twice, as Shopify does", async () => {
    const order = await placeOne();
    const answer = await post(`${order}/cancel`, { refund: true });
    expect(await answer.json()).toMatchObject({
      name: "#1001",
      cancelledAt: storefront.shop.orders[0]?.cancelledAt,
      lines: [{ quantity: 3, currentQuantity: 0 }],
    });
    await vi.waitFor(() => {
      expect(topics().sort()).toEqual(["orders/cancelled", "orders/create", "orders/updated"]);
    });
  });

  it("refunds some pieces, and edits what is left", async () => {
    const order = await placeOne();
    expect(await lines(await post(`${order}/refund`, { line: 0, quantity: 2 }))).toMatchObject([
      { quantity: 3, currentQuantity: 1 },
    ]);
    const edit = { quantities: [{ line: 0, quantity: 4 }], add: [{ sku: "MUG-WHITE-11" }] };
    expect(await lines(await post(`${order}/edit`, edit))).toEqual([
      { sku: "TOTE-NATURAL", quantity: 4, currentQuantity: 4 },
      { sku: "MUG-WHITE-11", quantity: 1, currentQuantity: 1 },
    ]);
    await vi.waitFor(() => {
      expect(topics()).toEqual(["orders/create", "orders/updated", "orders/updated"]);
    });
  });

  it("says what cannot be done", async () => {
    const order = await placeOne();
    expect((await post("/sandbox/orders/1/cancel", {})).status).toBe(404);
    expect((await post(`${order}/refund`, { line: 0, quantity: 4 })).status).toBe(422);
    expect((await post(`${order}/edit`, { add: [{ sku: "MUG-PINK" }] })).status).toBe(422);
    expect((await post(`${order}/edit`, { remove: 0 })).status).toBe(400);
  });
});

it("sends an order's webhooks once more, as often as asked", async () => {
  await post("/sandbox/orders", { orders: 2, lines: [{ sku: "TOTE-NATURAL" }] });
  const order = storefront.shop.orders[0]?.id;
  const answer = await post("/sandbox/webhooks/resend", { order, copies: 5, id: "new-id" });
  expect(await answer.json()).toEqual({ sent: 5 });
  await vi.waitFor(() => {
    expect(storefront.received).toHaveLength(7);
  });
  const told = storefront.received.map(({ body }) => String((JSON.parse(body) as { id: number }).id));
  expect(told.filter((id) => id === order)).toHaveLength(6);
});

it("sends any webhook by hand, with a payload of its own or a fitting one", async () => {
  await post("/sandbox/webhooks", { topic: "orders/create", payload: { id: 7 } });
  await post("/sandbox/webhooks", { topic: "shop/redact" });
  await vi.waitFor(() => {
    expect(storefront.received).toHaveLength(2);
  });
  const bodies = storefront.received.map(({ body }) => JSON.parse(body) as unknown);
  expect(bodies).toContainEqual({ id: 7 });
  expect(bodies).toContainEqual({ shop_id: Number(storefront.shop.id), shop_domain: storefront.shop.domain });
});

it("switches faults on and off", async () => {
  expect((await post("/sandbox/faults", { drop: true })).status).toBe(201);
  await post("/sandbox/orders", { lines: [{ sku: "TOTE-NATURAL" }] });
  await storefront.visitor().send("/sandbox/faults", { method: "DELETE" });
  await post("/sandbox/orders", { lines: [{ sku: "TOTE-NATURAL" }] });
  await vi.waitFor(() => {
    expect(storefront.webhooks.deliveries().map(({ state }) => state)).toEqual(["dropped", "delivered"]);
  });
  expect((await post("/sandbox/faults", { lose: true })).status).toBe(400);
});

it("tells its whole state to programs, and the same to a person", async () => {
  await post("/sandbox/orders", { lines: [{ sku: "TOTE-NATURAL", properties: { Note: "<i>" } }] });
  await vi.waitFor(() => {
    expect(storefront.webhooks.deliveries()[0]?.state).toBe("delivered");
  });
  expect(await storefront.visitor().json("/sandbox/state")).toMatchObject({
    orders: [{ name: "#1001" }],
    webhooks: [{ topic: "orders/create", attempts: [{ status: 200 }], payload: { name: "#1001" } }],
  });
  const page = await (await storefront.visitor().send("/sandbox")).text();
  expect(page).toContain("#1001");
  expect(page).toContain("delivered");
  expect(page).not.toContain("Note: <i>");
});

it("switches a fault from the page", async () => {
  const body = new URLSearchParams({ fault: "drop" });
  await storefront.visitor().send("/sandbox/switches", { method: "POST", body });
  expect(storefront.webhooks.faults()).toMatchObject({ drop: true });
});

describe("the storefront's settings", () => {
  const settings = (change: unknown) => post("/sandbox/storefront", change);

  it("choose the theme of visitors who chose none themselves", async () => {
    const own = storefront.visitor();
    await own.send("/?theme=sections");
    await settings({ theme: "plain" });
    expect(await storefront.visitor().text("/")).toContain("/cdn/shop/t/plain/");
    expect(await own.text("/")).toContain("/cdn/shop/t/sections/");
    await storefront.visitor().send("/sandbox/storefront", { method: "DELETE" });
    expect(await storefront.visitor().text("/")).toContain("/cdn/shop/t/default/");
  });

  it("choose the theme from the page, also for a browser that remembers another", async () => {
    const visitor = storefront.visitor();
    await visitor.send("/?theme=sections");
    const body = new URLSearchParams({ theme: "plain" });
    await visitor.send("/sandbox/switches", { method: "POST", body });
    expect(await visitor.text("/")).toContain("/cdn/shop/t/plain/");
    expect(await visitor.text("/sandbox")).toContain('value="plain" aria-pressed="true"');
  });

  it("sell out variants, and put the others back", async () => {
    await settings({ soldOut: ["MUG-WHITE-11"] });
    expect(await storefront.visitor().json("/products/morning-mug.js")).toMatchObject({
      variants: [{ available: false }, { available: true }, { available: true }, { available: true }],
    });
    const form = new URLSearchParams([
      ["soldOut", ""],
      ["soldOut", "TOTE-NATURAL"],
    ]);
    await storefront.visitor().send("/sandbox/switches", { method: "POST", body: form });
    expect(await storefront.visitor().json("/sandbox/storefront")).toMatchObject({
      soldOut: ["TOTE-NATURAL"],
    });
  });

  it("break adding to the cart, for as many requests as asked", async () => {
    const [id] = storefront.shop.products[0]?.variants.map((variant) => variant.id) ?? [];
    const add = async () => (await post("/cart/add.js", { id })).status;
    await settings({ addToCart: { fault: "error", count: 1 } });
    expect([await add(), await add()]).toEqual([500, 200]);
    await settings({ addToCart: { fault: "throttled" } });
    expect([await add(), await add()]).toEqual([429, 429]);
    await settings({ addToCart: null });
    expect(await add()).toBe(200);
  });

  it("cut the connection before or after something is added", async () => {
    const [id] = storefront.shop.products[0]?.variants.map((variant) => variant.id) ?? [];
    const visitor = storefront.visitor();
    await visitor.post("/cart/update.js", { note: "mine" });
    await settings({ addToCart: { fault: "connection", count: 1 } });
    await expect(visitor.post("/cart/add.js", { id })).rejects.toThrow("fetch failed");
    expect(await visitor.json("/cart.js")).toMatchObject({ note: "mine", item_count: 0 });
    await settings({ addToCart: { fault: "answer", count: 1 } });
    await expect(visitor.post("/cart/add.js", { id })).rejects.toThrow("fetch failed");
    expect(await visitor.json("/cart.js")).toMatchObject({ note: "mine", item_count: 1 });
  });

  it.each([
    { theme: "dawn" },
    { soldOut: ["MUG-PINK"] },
    { addToCart: { fault: "fire" } },
    { colour: "red" },
  ])("refuse %j, and change nothing", async (change) => {
    const before = await storefront.visitor().json("/sandbox/storefront");
    const answer = await settings({ validation: false, ...change });
    expect([answer.status, await answer.json()]).toEqual([400, { error: expect.any(String) as unknown }]);
    expect(await storefront.visitor().json("/sandbox/storefront")).toEqual(before);
  });

  it("refuse a body that is not JSON in words", async () => {
    const headers = { "content-type": "application/json" };
    const answer = await storefront
      .visitor()
      .send("/sandbox/storefront", { method: "POST", headers, body: "{" });
    expect([answer.status, await answer.json()]).toEqual([400, { error: "The body is not JSON." }]);
  });
});
