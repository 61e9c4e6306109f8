import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readOrderPage } from "../../app/orders/pages/orderPage.ts";
import { english } from "../../app/wording/english.ts";
import { orderPageInWords } from "../../app/wording/orderPage.ts";
import { eventually, startTestWorld, type TestWorld } from "../world/testWorld.ts";
import { cancelled, deliverOrder, later, orderResource, type OrderSketch, placed } from "./shopifyOrders.ts";

let world: TestWorld;

beforeAll(async () => {
  world = await startTestWorld();
});
afterEach(() => fetch(`${world.customeowUrl}/sandbox/faults`, { method: "DELETE" }));
afterAll(() => world.close());

const pageOf = async (order: OrderSketch) => {
  const platformOrderId = String(order.id);
  const row = await world.services.database.order.findFirst({ where: { platformOrderId } });
  const page = row && (await readOrderPage(world.services.database, world.shopId, row.id));
  return page && orderPageInWords(page, english);
};
const inState = (order: OrderSketch, state: string) =>
  eventually(`order ${order.id} is ${state}`, async () => {
    const page = await pageOf(order);
    return page?.state === state && !page.live ? page : null;
  });
const inCustomeow = async (order: OrderSketch) => {
  const { orders } = await world.customeowState();
  return orders.filter(({ platformOrderId }) => platformOrderId === String(order.id));
};
const everythingProcessed = () =>
  eventually("every delivery was processed", async () => {
    const waiting = await world.services.database.webhookDelivery.count({ where: { state: "received" } });
    return waiting === 0 ? true : null;
  });
/** Nothing is sent while CustoMeow is out of reach; it is asked again before long. */
const keepCustomeowAway = () => world.setFault({ fault: "status", status: 503, endpoints: ["create-order"] });
const letCustomeowBack = () => fetch(`${world.customeowUrl}/sandbox/faults`, { method: "DELETE" });

describe("an order that is cancelled", () => {
  it("is recorded as cancelled and never sent, although the cancellation comes first", async () => {
    const order = placed([{ design: await world.makeDesign(["Cancelled first"]) }]);
    await deliverOrder(world, "orders/cancelled", cancelled(order));
    await inState(order, "cancelled");
    await deliverOrder(world, "orders/create", order);
    await everythingProcessed();
    expect(await inState(order, "cancelled")).toMatchObject({
      lineItems: [{ state: "cancelled", advice: [] }],
    });
    expect(await inCustomeow(order)).toEqual([]);
  });

  it("does not reach CustoMeow when it is cancelled while it waits to be sent", async () => {
    await keepCustomeowAway();
    const order = placed([{ design: await world.makeDesign(["Cancelled while waiting"]) }]);
    await deliverOrder(world, "orders/create", order);
    await eventually("the order waits", () => pageOf(order));
    await deliverOrder(world, "orders/cancelled", cancelled(order));
    await inState(order, "cancelled");
    await letCustomeowBack();

    // What comes later goes through: the cancelled order had its chance to be sent.
    const next = placed([{ design: await world.makeDesign(["Sent after it"]) }]);
    await deliverOrder(world, "orders/create", next);
    await inState(next, "ready");
    expect(await inCustomeow(order)).toEqual([]);
  });

  it("tells the merchant to cancel in CustoMeow what CustoMeow has already", async () => {
    const order = placed([{ design: await world.makeDesign(["Cancelled late"]) }]);
    await deliverOrder(world, "orders/create", order);
    await inState(order, "ready");
    await deliverOrder(world, "orders/cancelled", cancelled(order));
    const page = await eventually("the merchant is told", async () => {
      const page = await pageOf(order);
      // A page is read in several steps: what changes meanwhile may show in one part and not yet in another.
      return page?.lineItems[0]?.advice[0] && page.timeline.at(-1)?.code === "order_cancelled" ? page : null;
    });
    expect(page.lineItems[0]?.advice[0]).toContain("Cancel it in CustoMeow too");
    expect(page.lineItems[0]?.tasks[0]?.files.length).toBeGreaterThan(0);
    expect(page.timeline.at(-1)?.message).toContain("CustoMeow has it already");
  });

  it("has none of its files started any more", async () => {
    await world.setFault({ fault: "status", status: 503, endpoints: ["create-task"] });
    const order = placed([{ design: await world.makeDesign(["Not made"]) }]);
    await deliverOrder(world, "orders/create", order);
    await eventually("its templates are known", async () => (await pageOf(order))?.lineItems[0]?.tasks[0]);
    await deliverOrder(world, "orders/cancelled", cancelled(order));
    await inState(order, "cancelled");
    await letCustomeowBack();

    const next = placed([{ design: await world.makeDesign(["Made after it"]) }]);
    await deliverOrder(world, "orders/create", next);
    await inState(next, "ready");
    const page = await inState(order, "cancelled");
    expect(page.lineItems[0]?.tasks.map(({ state }) => state)).not.toContain("in_progress");
    expect(page.timeline.map(({ code }) => code)).not.toContain("production_started");
  });
});

describe("an order that is delivered many times, in parallel and late", () => {
  it("is one order, cancelled, whatever comes after the cancellation", async () => {
    await keepCustomeowAway();
    const order = placed([{ design: await world.makeDesign(["Many"]) }]);
    const updated = later(order, {});
    const gone = cancelled(updated);
    await Promise.all(
      Array.from({ length: 100 }, (_, number) => {
        const topics = ["orders/create", "orders/updated", "orders/cancelled"] as const;
        const topic = topics[number % 3] ?? "orders/create";
        return deliverOrder(world, topic, [order, updated, gone][number % 3] ?? order);
      }),
    );
    await everythingProcessed();
    await letCustomeowBack();
    await inState(order, "cancelled");
    expect(await world.services.database.order.count({ where: { platformOrderId: String(order.id) } })).toBe(
      1,
    );
    expect(await inCustomeow(order)).toEqual([]);
  });

  it("is sent once, as it was last, when its first news is that it changed", async () => {
    const design = await world.makeDesign(["Changed first"]);
    // Sent only once all is known: workers may well take the news of its creation first.
    await keepCustomeowAway();
    const order = placed([{ design, quantity: 3 }]);
    const changed = later(order, { lines: [{ design, quantity: 3, left: 2 }] });
    await deliverOrder(world, "orders/updated", changed);
    await Promise.all(Array.from({ length: 20 }, () => deliverOrder(world, "orders/create", order)));
    await everythingProcessed();
    await letCustomeowBack();
    await inState(order, "ready");
    expect(await inCustomeow(order)).toMatchObject([{ lineItems: [{ quantity: 2 }] }]);
  });
});

describe("an order that is edited", () => {
  it("is sent as it was edited while it waited", async () => {
    await keepCustomeowAway();
    const [removed, kept, added] = await Promise.all(
      ["Removed", "Kept", "Added"].map((text) => world.makeDesign([text])),
    );
    const order = placed([{ design: removed }, { design: kept, quantity: 2 }]);
    await deliverOrder(world, "orders/create", order);
    await eventually("the order waits", () => pageOf(order));
    const lines = [{ design: removed, left: 0 }, { design: kept, quantity: 2, left: 1 }, { design: added }];
    await deliverOrder(world, "orders/updated", later(order, { lines }));
    await everythingProcessed();
    await letCustomeowBack();

    const page = await inState(order, "ready");
    expect(page.lineItems.map(({ state }) => state)).toEqual(["cancelled", "ready", "ready"]);
    expect(await inCustomeow(order)).toMatchObject([
      { lineItems: [{ customInfoId: kept, quantity: 1 }, { customInfoId: added }] },
    ]);
  });

  it("tells the merchant what to do in CustoMeow once it was sent", async () => {
    const [removed, reduced, redesigned, other, added] = await Promise.all(
      ["Removed", "Reduced", "Redesigned", "Other", "Added"].map((text) => world.makeDesign([text])),
    );
    const order = placed([{ design: removed }, { design: reduced, quantity: 3 }, { design: redesigned }]);
    await deliverOrder(world, "orders/create", order);
    await inState(order, "ready");
    const edited = later(order, {
      lines: [
        { design: removed, left: 0 },
        { design: reduced, quantity: 3, left: 1 },
        { design: other },
        { design: added },
      ],
    });
    await deliverOrder(world, "orders/updated", edited);

    const page = await inState(order, "failed");
    const advice = page.lineItems.map((line) => line.advice.join(" "));
    expect(advice[0]).toContain("Cancel it in CustoMeow too");
    expect(advice[1]).toContain("a quantity of 3, and the order in Shopify now has 1");
    expect(advice[2]).toContain(`changed to ${other}`);
    expect(page.lineItems[3]).toMatchObject({ state: "failed", remedy: "none" });
    expect(page.lineItems[3]?.failureReason).toContain("by hand");
    expect((await inCustomeow(order))[0]?.lineItems).toHaveLength(3);
  });
});

describe("an order with an item that cannot be read", () => {
  const deliverBody = (body: unknown) =>
    world.services.inbox.receive({
      source: "shopify",
      shopDomain: world.shop.domain,
      topic: "orders/create",
      webhookId: randomUUID(),
      triggeredAt: new Date(),
      body: JSON.stringify(body),
    });
  const withBrokenLine = (order: OrderSketch, changes: object) => {
    const resource = orderResource(order);
    const lines = resource["line_items"] as object[];
    return {
      ...resource,
      line_items: lines.map((line, index) => (index === 1 ? { ...line, ...changes } : line)),
    };
  };

  it("is made without it where that is somebody else's", async () => {
    const order = placed([{ design: await world.makeDesign(["Beside it"]) }, { sku: "POSTER-A2" }]);
    await deliverBody(withBrokenLine(order, { quantity: 9_000_000_000, price: "free" }));
    await inState(order, "ready");
    expect((await inCustomeow(order))[0]?.lineItems).toHaveLength(1);
  });

  it("fails as a delivery, and says why, where that has a design", async () => {
    const design = await world.makeDesign(["Too many"]);
    const order = placed([{ design }, { design }]);
    await deliverBody(withBrokenLine(order, { quantity: 9_000_000_000 }));
    const delivery = await eventually("the delivery failed", () =>
      world.services.database.webhookDelivery.findFirst({
        where: { body: { contains: String(order.id) }, state: "failed" },
      }),
    );
    expect(delivery.outcome).toMatchObject({
      code: "item_unreadable",
      parameters: { place: 2, problem: expect.stringContaining("quantity") as string },
    });
    expect(await pageOf(order)).toBeNull();
  });
});

describe("an order whose first delivery comes hours late", () => {
  it("is looked up in CustoMeow before it is sent", async () => {
    const order = placed([{ design: await world.makeDesign(["Late"]) }]);
    const asked = async () => (await world.customeowState()).requests.map(({ endpoint }) => endpoint);
    const before = (await asked()).length;
    await deliverOrder(world, "orders/create", order, new Date(Date.now() - 2 * 60 * 60 * 1000));
    await inState(order, "ready");
    expect((await asked()).slice(before, before + 2)).toEqual(["order-info", "create-order"]);
  });
});
