import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createJobHandlers } from "../../app/process/jobHandlers.ts";
import { readOrderPage } from "../../app/orders/pages/orderPage.ts";
import { english } from "../../app/wording/english.ts";
import { orderPageInWords } from "../../app/wording/orderPage.ts";
import { readShopOrders } from "../../app/reconciliation/readShopOrders.ts";
import { cancelOrder } from "../../sandbox/shopify/shop/changeOrder.ts";
import { placeOrder } from "../../sandbox/shopify/shop/placeOrder.ts";
import type { Order } from "../../sandbox/shopify/shop/shop.ts";
import { eventually, startTestWorld, type TestWorld } from "../world/testWorld.ts";

let world: TestWorld;
let handlers: ReturnType<typeof createJobHandlers>;
let schedules: { key: string; cron: string; data: unknown }[];

beforeAll(async () => {
  world = await startTestWorld();
  handlers = createJobHandlers(world.services);
  // Turns are given by these tests, not by the clock.
  schedules = await world.services.database.$queryRaw`
    DELETE FROM pgboss.schedule RETURNING "key", "cron", "data"`;
});
beforeEach(async () => {
  const { database } = world.services;
  world.shop.orders.length = 0;
  await database.orderReading.deleteMany();
  await database.shop.update({ where: { id: world.shopId }, data: { installedAt: minutesAgo(24 * 60) } });
});
afterEach(() => fetch(`${world.customeowUrl}/sandbox/faults`, { method: "DELETE" }));
afterAll(() => world.close());

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const customer = {
  firstName: "Sam",
  lastName: "Shopper",
  email: "sam@example.com",
  address: "Main Street 1",
};

/** An order in Shopify whose webhook never came. */
function untold(lines: { sku?: string; design?: string; quantity?: number }[], minutes = 5): Order {
  const order = placeOrder(world.shop, {
    customer,
    lines: lines.map(({ sku = "MUG-WHITE-11", design, quantity = 1 }) => ({
      sku,
      quantity,
      properties: design === undefined ? [] : [{ name: "_customInfoId", value: design }],
    })),
  });
  order.createdAt = order.updatedAt = minutesAgo(minutes).toISOString();
  return order;
}

const reconcile = () => handlers["reconcile-orders"]({ shopId: world.shopId }, world.services.log);
const sweep = () => handlers["sweep-orders"]({ shopId: world.shopId }, world.services.log);
const confirm = () => handlers["confirm-orders"]({ shopId: world.shopId }, world.services.log);
const rowOf = ({ id }: Order) => world.services.database.order.findFirst({ where: { platformOrderId: id } });
const pageOf = async (order: Order) => {
  const row = await rowOf(order);
  const page = row && (await readOrderPage(world.services.database, world.shopId, row.id));
  return page && orderPageInWords(page, english);
};
const inState = (order: Order, state: string) =>
  eventually(`order ${order.id} is ${state}`, async () => {
    const page = await pageOf(order);
    return page?.state === state && !page.live ? page : null;
  });
const inCustomeow = async ({ id }: Order) =>
  (await world.customeowState()).orders.filter(({ platformOrderId }) => platformOrderId === id);

/** How often the app used an operation of the Admin API. */
async function adminCalls(operation: string): Promise<number> {
  const answer = await fetch(`${process.env["SANDBOX_SHOPIFY_ADDRESS"]}/sandbox/state`);
  const state = (await answer.json()) as { calls: { latest: { operation: string }[] } };
  return state.calls.latest.filter((call) => call.operation === operation).length;
}

describe("an order whose webhook never came", () => {
  it("is found, looked up in CustoMeow, and made", async () => {
    const design = await world.makeDesign(["Untold"]);
    const order = untold([{ design, quantity: 2 }, { sku: "POSTER-BOTANICAL" }]);
    await reconcile();
    const page = await inState(order, "ready");
    expect(page.timeline[0]?.message).toContain("Shopify's message about it never arrived");
    expect(await inCustomeow(order)).toMatchObject([{ lineItems: [{ customInfoId: design, quantity: 2 }] }]);
    const { requests } = await world.customeowState();
    const calls = requests.map(({ endpoint }) => endpoint);
    expect(calls.indexOf("order-info")).toBeGreaterThan(-1);
    expect(calls.indexOf("order-info")).toBeLessThan(calls.indexOf("create-order"));
  });

  it("is not sent again when CustoMeow has it already", async () => {
    const order = untold([{ design: await world.makeDesign(["Sent by a former life"]) }]);
    await reconcile();
    await inState(order, "ready");
    await world.services.database.order.deleteMany({ where: { platformOrderId: order.id } });
    await world.services.database.orderReading.deleteMany();

    await reconcile();
    const page = await inState(order, "ready");
    expect(page.timeline.map(({ code }) => code)).toContain("order_found_in_customeow");
    expect(await inCustomeow(order)).toHaveLength(1);
  });

  it("is read once, and so is one that has nothing for CustoMeow", async () => {
    const order = untold([{ design: await world.makeDesign(["Read once"]) }]);
    untold([{ sku: "POSTER-BOTANICAL" }]);
    await reconcile();
    await inState(order, "ready");
    const before = await adminCalls("ReadOrders");
    await reconcile();
    await sweep();
    expect(await adminCalls("ReadOrders")).toBe(before);
  });

  it("is left to its webhook for the first minutes", async () => {
    const order = untold([{ design: await world.makeDesign(["Just placed"]) }], 1);
    await reconcile();
    expect(await rowOf(order)).toBeNull();
    order.createdAt = order.updatedAt = minutesAgo(3).toISOString();
    await reconcile();
    expect(await rowOf(order)).not.toBeNull();
  });

  it("is nobody's business where it was placed before the app was installed", async () => {
    const order = untold([{ design: await world.makeDesign(["Before"]) }], 30);
    await world.services.database.shop.update({
      where: { id: world.shopId },
      data: { installedAt: minutesAgo(20) },
    });
    order.updatedAt = minutesAgo(5).toISOString();
    await reconcile();
    await sweep();
    expect(await rowOf(order)).toBeNull();
  });

  it("is read with all its lines, however many they are", async () => {
    const order = untold([
      ...Array.from({ length: 170 }, () => ({ sku: "POSTER-BOTANICAL" })),
      { design: await world.makeDesign(["The last of many"]) },
    ]);
    await reconcile();
    expect((await inState(order, "ready")).lineItems).toHaveLength(1);
    expect((await rowOf(order))?.otherItemIds).toHaveLength(170);
  });

  it("is found by the daily sweep too, should the other reading have missed it", async () => {
    const order = untold([{ design: await world.makeDesign(["Missed"]) }], 600);
    await world.services.database.orderReading.create({
      data: { shopId: world.shopId, kind: "latest", nextAt: new Date(), readUpTo: minutesAgo(5) },
    });
    await reconcile();
    expect(await rowOf(order)).toBeNull();
    await sweep();
    await inState(order, "ready");
  });
});

describe("what is forgotten", () => {
  it("is what was dealt with long ago, and nothing that waits", async () => {
    const { database } = world.services;
    const delivery = (webhookId: string, days: number, state: "processed" | "received") => ({
      source: "shopify" as const,
      shopDomain: world.shop.domain,
      topic: "orders/updated",
      webhookId,
      receivedAt: minutesAgo(days * 24 * 60),
      body: "{}",
      state,
    });
    await database.webhookDelivery.createMany({
      data: [
        delivery("old", 31, "processed"),
        delivery("new", 29, "processed"),
        delivery("waits", 31, "received"),
      ],
    });
    const passedOver = (platformOrderId: string, days: number) => ({
      shopId: world.shopId,
      platformOrderId,
      platformUpdatedAt: minutesAgo(days * 24 * 60),
      seenAt: minutesAgo(days * 24 * 60),
    });
    await database.passedOverOrder.createMany({ data: [passedOver("1", 31), passedOver("2", 29)] });
    await sweep();
    await handlers["forget-deliveries"]({}, world.services.log);
    const kept = await database.webhookDelivery.findMany({
      where: { body: "{}" },
      orderBy: { webhookId: "asc" },
    });
    expect(kept.map(({ webhookId }) => webhookId)).toEqual(["new", "waits"]);
    const remembered = await database.passedOverOrder.findMany({
      where: { platformOrderId: { in: ["1", "2"] } },
    });
    expect(remembered.map(({ platformOrderId }) => platformOrderId)).toEqual(["2"]);
  });
});

describe("a change whose webhook never came", () => {
  it("is found: an order that was cancelled is not sent", async () => {
    await world.setFault({ fault: "status", status: 503, endpoints: ["create-order", "order-info"] });
    const order = untold([{ design: await world.makeDesign(["Cancelled silently"]) }], 20);
    await reconcile();
    cancelOrder(order);
    order.cancelledAt = order.updatedAt = minutesAgo(4).toISOString();
    await reconcile();
    await inState(order, "cancelled");
    await fetch(`${world.customeowUrl}/sandbox/faults`, { method: "DELETE" });

    const next = untold([{ design: await world.makeDesign(["After it"]) }]);
    await reconcile();
    await inState(next, "ready");
    expect(await inCustomeow(order)).toEqual([]);
  });
});

describe("a reading of many orders", () => {
  it("goes on where it broke off", async () => {
    const placed = Array.from({ length: 600 }, (_, number) =>
      untold([{ sku: "POSTER-BOTANICAL" }], 1_000 - number),
    );
    const { services, shopId } = world;
    const asked: (string | null)[] = [];
    const adminApi = services.shopify.adminApi(world.shop.domain);
    const breaking = {
      ...services,
      shopify: {
        adminApi: () => ({
          readOrders: (ids: readonly string[]) => adminApi.readOrders(ids),
          listOrders: (from: { updatedFrom: Date; after: string | null }) => {
            asked.push(from.after);
            if (asked.length === 2) throw new Error("The line is cut.");
            return adminApi.listOrders(from);
          },
        }),
      },
    };
    const where = { shopId_kind: { shopId, kind: "latest" as const } };
    const startedAt = minutesAgo(1);
    const given = { shopId, kind: "latest" as const, nextAt: minutesAgo(0), startedAt };
    await services.database.orderReading.create({ data: given });
    await readShopOrders(breaking, shopId, "latest", services.log);
    const broken = await services.database.orderReading.findUniqueOrThrow({ where });
    expect(broken).toMatchObject({ startedAt: null });
    expect(broken.nextAt.getTime()).toBeGreaterThan(Date.now());
    const seen = () =>
      services.database.passedOverOrder.count({
        where: { platformOrderId: { in: placed.map(({ id }) => id) } },
      });
    expect(await seen()).toBe(250);

    await services.database.orderReading.update({ where, data: { startedAt } });
    await readShopOrders(breaking, shopId, "latest", services.log);
    expect(await seen()).toBe(600);
    expect(asked).toHaveLength(4);
    expect(asked[2]).toBe(asked[1]);
    const reading = await services.database.orderReading.findUniqueOrThrow({ where });
    expect(reading).toMatchObject({ listedFrom: null, pageCursor: null, startedAt: null });
    expect(reading.readUpTo?.toISOString()).toBe(placed.at(-1)?.updatedAt);
  });

  it("is looked for every minute, by one schedule for all processes", () => {
    const data = { job: "start-order-readings", payload: {} };
    expect(schedules.filter(({ key }) => key === "order-readings")).toEqual([
      { key: "order-readings", cron: "* * * * *", data },
    ]);
  });
});

describe("an order that CustoMeow was sent", () => {
  const HOURS = 3 * 60;
  /** Nothing is asked about what was sent just now. */
  async function letHoursPass() {
    const { database } = world.services;
    const { shopId } = world;
    await database.customeowConnection.update({
      where: { shopId },
      data: { connectedAt: minutesAgo(2 * HOURS) },
    });
    await database.order.updateMany({
      where: { shopId },
      data: { recordedAt: minutesAgo(HOURS), attemptedAt: minutesAgo(HOURS) },
    });
  }

  it("is confirmed once while CustoMeow has it", async () => {
    const order = untold([{ design: await world.makeDesign(["Still there"]) }]);
    await reconcile();
    await inState(order, "ready");
    await letHoursPass();
    await confirm();
    expect((await rowOf(order))?.confirmedAt).toBeInstanceOf(Date);

    const before = (await world.customeowState()).requests.length;
    await confirm();
    expect((await world.customeowState()).requests).toHaveLength(before);
    expect((await pageOf(order))?.lineItems[0]?.advice).toEqual([]);
  });

  it("is found in CustoMeow's list, a hundred at a time, where there are many", async () => {
    const orders = await Promise.all(
      Array.from({ length: 8 }, async (_, number) =>
        untold([{ design: await world.makeDesign([`Listed ${number}`]) }]),
      ),
    );
    await reconcile();
    for (const order of orders) await inState(order, "ready");
    await letHoursPass();
    const before = (await world.customeowState()).requests.length;
    await confirm();
    const asked = (await world.customeowState()).requests.slice(before).map(({ endpoint }) => endpoint);
    expect(asked).toEqual(["order-list"]);
    for (const order of orders) expect((await rowOf(order))?.confirmedAt).toBeInstanceOf(Date);
  });

  it("is not asked about while CustoMeow is busy with other work", async () => {
    const order = untold([{ design: await world.makeDesign(["Busy"]) }]);
    await reconcile();
    await inState(order, "ready");
    await letHoursPass();
    const { services } = world;
    const { apiKeyFingerprint } = await services.database.customeowConnection.findFirstOrThrow();
    const demand = { apiKeyFingerprint, shopId: null, urgency: "person" } as const;
    const answered = () => ({ kind: "answered" }) as const;
    const others = Array.from({ length: 9_500 }, () =>
      services.limiter.run(demand, () => Promise.resolve(), answered),
    );
    await Promise.all(others);
    await expect(confirm()).rejects.toThrow("Other work waits");
    await services.database.quotaGrant.deleteMany();
    await services.database.quotaShare.deleteMany();
  });

  it("is told to be missing once CustoMeow has it no more: files stay, what is unfinished fails", async () => {
    const order = untold([{ design: await world.makeDesign(["Gone"]) }, {}]);
    await reconcile();
    await eventually("the first item is ready", async () => {
      const page = await pageOf(order);
      return page?.lineItems[0]?.state === "ready" ? page : null;
    });
    await letHoursPass();
    await fetch(`${world.customeowUrl}/sandbox/reset`, { method: "POST" });
    await confirm();
    await confirm();

    const page = await inState(order, "failed");
    expect(page.lineItems[0]).toMatchObject({ state: "ready" });
    expect(page.lineItems[0]?.advice[0]).toContain("no longer has it");
    expect(page.lineItems[1]).toMatchObject({ state: "failed" });
    expect(page.lineItems[1]?.failureReason).toContain("create it in CustoMeow by hand");
    expect(page.timeline.filter(({ message }) => message.includes("no longer has it"))).toHaveLength(1);
  });
});
