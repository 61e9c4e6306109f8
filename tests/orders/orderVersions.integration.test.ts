import fc from "fast-check";
import type { PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog } from "../../app/log/log.ts";
import { startBoss } from "../../app/jobs/boss.ts";
import { createJobQueue, type JobQueue } from "../../app/jobs/queue.ts";
import { applyShopifyOrder } from "../../app/orders/apply/applyShopifyOrder.ts";
import { createLifecycle } from "../../app/orders/lifecycle/lifecycle.ts";
import type { OrderSource } from "../../app/orders/apply/orderSource.ts";
import { readShopifyOrder } from "../../app/orders/read-shopify/shopifyOrder.ts";
import { testDatabase, type TestDatabase } from "../postgres/testDatabase.ts";
import { type LineSketch, nextOrderId, orderResource, type OrderSketch } from "./shopifyOrders.ts";

const INTEGRATED = "MUG-WHITE-11";
const PLACED = new Date("2026-11-04T08:34:46Z");
let test: TestDatabase;
let boss: PgBoss;
let jobs: JobQueue;
let shop: { id: string; domain: string; installedAt: Date };

beforeAll(async () => {
  test = await testDatabase();
  boss = await startBoss(test.pool, "test", createLog("silent"));
  jobs = createJobQueue(boss);
  shop = await test.database.shop.create({
    data: { domain: "versions.myshopify.com", installedAt: new Date("2026-11-01T00:00:00Z") },
  });
  await test.database.customeowSku.create({
    data: {
      shopId: shop.id,
      customeowSkuId: "1",
      sku: INTEGRATED,
      integratedStatus: "integrated",
      syncedAt: new Date(),
    },
  });
});
afterAll(async () => {
  await boss.stop({ graceful: true });
  await test.close();
});

const apply = (order: OrderSketch, source: OrderSource) =>
  applyShopifyOrder(
    { sql: test.sql, lifecycle: createLifecycle(test.sql, jobs) },
    shop,
    readShopifyOrder(orderResource(order)),
    source,
  );

const line: fc.Arbitrary<LineSketch> = fc.record({
  sku: fc.constantFrom(INTEGRATED, "POSTER-A2"),
  design: fc.constantFrom(undefined, "173471012095041536", "173471012095041537", "<script>"),
  quantity: fc.integer({ min: 1, max: 4 }),
});

/** What a merchant, an app or Shopify does to an order. */
type Step = (order: OrderSketch) => Partial<OrderSketch>;
const changeLine = (at: number, change: (line: LineSketch) => LineSketch): Step => {
  return ({ lines }) => ({
    lines: lines.map((one, index) => (index === at % lines.length ? change(one) : one)),
  });
};
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>(() => ({})),
  fc.constant<Step>(({ cancelledAt, updatedAt }) => ({ cancelledAt: cancelledAt ?? updatedAt })),
  line.map((added): Step => ({ lines }) => ({ lines: [...lines, added] })),
  fc
    .tuple(fc.nat(9), fc.integer({ min: 0, max: 5 }))
    .map(([at, left]) => changeLine(at, (one) => ({ ...one, left }))),
  fc
    .tuple(fc.nat(9), fc.constantFrom("173471012095041538", "173471012095041539", "<img>"))
    .map(([at, design]) => changeLine(at, (one) => ({ ...one, design }))),
);

/** Every version of one order, the oldest first. */
const history = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 3 }), fc.array(step, { maxLength: 4 }))
  .map(([lines, steps]) => {
    const first: OrderSketch = { id: 0, createdAt: PLACED, updatedAt: PLACED, cancelledAt: null, lines };
    const versions = [first];
    for (const change of steps) {
      const before = versions.at(-1) ?? first;
      const updatedAt = new Date(before.updatedAt.getTime() + 1000);
      versions.push({ ...before, ...change({ ...before, updatedAt }), updatedAt });
    }
    return versions;
  });

/** The versions in another order, some of them several times. */
const delivered = history.chain((versions) =>
  fc
    .tuple(
      fc.shuffledSubarray(
        versions.map((_, index) => index),
        { minLength: versions.length },
      ),
      fc.array(fc.nat(versions.length - 1), { maxLength: 3 }),
    )
    .map(([all, again]) => ({ versions, arrivals: [...all, ...again] })),
);

const sourceOf = (version: number): OrderSource =>
  version === 0 ? { kind: "created", isFresh: true } : { kind: "changed" };

/** Everything of an order that its history decides, with its lines' places instead of their ids. */
async function outcomeOf(id: number) {
  const order = await test.database.order.findFirst({
    where: { platformOrderId: String(id) },
    include: { lineItems: { orderBy: { position: "asc" } } },
  });
  if (order === null) return null;
  const { state, cancelledAt, platformUpdatedAt, otherItemIds, lineItems } = order;
  const place = (itemId: string) => Number(itemId) - id * 10;
  return {
    state,
    cancelledAt,
    platformUpdatedAt,
    others: otherItemIds.map(place).sort(),
    lines: lineItems.map((one) => ({
      place: place(one.platformItemId),
      position: one.position,
      state: one.state,
      quantity: one.quantity,
      quantityLeft: one.quantityLeft,
      customInfoId: one.customInfoId,
      platformDesign: one.platformDesign,
      failureCode: one.failureCode,
      advice: one.advice,
    })),
  };
}

describe("an order whose versions arrive in any order, some of them twice", () => {
  it("ends up as if each had arrived once and in turn", async () => {
    await fc.assert(
      fc.asyncProperty(delivered, async ({ versions, arrivals }) => {
        const [inTurn, shuffled] = [nextOrderId(), nextOrderId()];
        for (const [index, version] of versions.entries())
          await apply({ ...version, id: inTurn }, sourceOf(index));
        for (const index of arrivals) {
          const version = versions[index];
          if (version !== undefined) await apply({ ...version, id: shuffled }, sourceOf(index));
        }
        expect(await outcomeOf(shuffled)).toEqual(await outcomeOf(inTurn));
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  it("ends up so too when they arrive at the same time", async () => {
    await fc.assert(
      fc.asyncProperty(delivered, async ({ versions, arrivals }) => {
        const [inTurn, together] = [nextOrderId(), nextOrderId()];
        for (const [index, version] of versions.entries())
          await apply({ ...version, id: inTurn }, sourceOf(index));
        await Promise.all(
          arrivals.map(async (index) => {
            const version = versions[index];
            if (version !== undefined) await apply({ ...version, id: together }, sourceOf(index));
          }),
        );
        expect(await outcomeOf(together)).toEqual(await outcomeOf(inTurn));
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it("tells of each change once, however often it arrives", async () => {
    const order = { id: nextOrderId(), createdAt: PLACED, updatedAt: PLACED, lines: [{ quantity: 3 }] };
    const changed = {
      ...order,
      updatedAt: new Date(PLACED.getTime() + 1000),
      lines: [{ quantity: 3, left: 1 }],
    };
    await apply(order, sourceOf(0));
    for (let time = 0; time < 5; time += 1) await apply(changed, { kind: "changed" });
    const entries = await test.database.timelineEntry.findMany({
      where: { order: { platformOrderId: String(order.id) } },
      orderBy: { id: "asc" },
    });
    expect(entries).toMatchObject([
      { code: "order_received", parameters: { items: 1 } },
      { code: "quantity_changed", parameters: { from: 3, to: 1, customeowHas: "no" } },
    ]);
  });

  it("is cancelled although Shopify gives the cancellation the same number as the order", async () => {
    const order = { id: nextOrderId(), createdAt: PLACED, updatedAt: PLACED, lines: [{}] };
    await apply({ ...order, cancelledAt: PLACED }, { kind: "changed" });
    await apply(order, sourceOf(0));
    expect(await outcomeOf(order.id)).toMatchObject({ state: "cancelled", cancelledAt: PLACED });

    const other = { ...order, id: nextOrderId() };
    await apply(other, sourceOf(0));
    await apply({ ...other, cancelledAt: PLACED }, { kind: "changed" });
    expect(await outcomeOf(other.id)).toEqual(await outcomeOf(order.id));
  });

  it("has less of an item, and no less than that, although Shopify gives the edit the same number", async () => {
    const before = { createdAt: PLACED, updatedAt: PLACED, lines: [{ quantity: 4 }, { quantity: 2 }] };
    const edited = {
      ...before,
      lines: [
        { quantity: 4, left: 1 },
        { quantity: 2, left: 0 },
      ],
    };
    for (const arrivals of [
      [before, edited, before],
      [edited, before],
    ]) {
      const id = nextOrderId();
      for (const order of arrivals) await apply({ ...order, id }, { kind: "changed" });
      expect((await outcomeOf(id))?.lines).toMatchObject([
        { state: "awaiting_customization", quantity: 1 },
        { state: "cancelled", quantityLeft: 0 },
      ]);
    }
  });
});

describe("an order that is told of by something else than its creation", () => {
  const old = { createdAt: new Date("2026-10-01T00:00:00Z"), updatedAt: PLACED };

  it("is left alone where it was placed before the app was installed", async () => {
    const order = { id: nextOrderId(), ...old, lines: [{}] };
    expect(await apply(order, { kind: "changed" })).toEqual({ outcome: "before_installation" });
    expect(await apply(order, { kind: "found" })).toEqual({ outcome: "before_installation" });
    expect(await apply(order, sourceOf(0))).toMatchObject({ outcome: "recorded" });
  });

  it("is looked up in CustoMeow before it is sent", async () => {
    const order = { id: nextOrderId(), createdAt: PLACED, updatedAt: PLACED, lines: [{}] };
    await apply(order, { kind: "found" });
    const row = await test.database.order.findFirst({ where: { platformOrderId: String(order.id) } });
    expect(row).toMatchObject({ submission: "unknown", attemptedAt: null });
  });
});

describe("a SKU that is integrated after an order came", () => {
  const sku = "INTEGRATED-LATER";
  const integrate = () =>
    test.database.customeowSku.upsert({
      where: { shopId_customeowSkuId: { shopId: shop.id, customeowSkuId: "2" } },
      create: {
        shopId: shop.id,
        customeowSkuId: "2",
        sku,
        integratedStatus: "integrated",
        syncedAt: new Date(),
      },
      update: {},
    });

  it("does not have the order's items made, but those that are added then", async () => {
    await test.database.customeowSku.deleteMany({ where: { sku } });
    const passedOver = { id: nextOrderId(), createdAt: PLACED, updatedAt: PLACED, lines: [{ sku }] };
    const recorded = { ...passedOver, id: nextOrderId(), lines: [{ sku }, { sku: INTEGRATED }] };
    await apply(passedOver, sourceOf(0));
    await apply(recorded, sourceOf(0));
    await integrate();

    const updatedAt = new Date(PLACED.getTime() + 1000);
    expect(await apply({ ...passedOver, updatedAt }, { kind: "changed" })).toEqual({
      outcome: "nothing_customised",
    });
    expect(await apply({ ...recorded, updatedAt }, { kind: "changed" })).toEqual({ outcome: "unchanged" });

    const afterwards = new Date(PLACED.getTime() + 2000);
    const added = [{ sku }, { sku: INTEGRATED }, { sku }];
    await apply({ ...recorded, updatedAt: afterwards, lines: added }, { kind: "changed" });
    const places = (await outcomeOf(recorded.id))?.lines.map(({ place }) => place);
    expect(places).toEqual([1, 2]);
  });
});
