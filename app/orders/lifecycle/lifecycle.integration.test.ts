import type { PgBoss } from "pg-boss";
import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../tests/postgres/testDatabase.ts";
import { startBoss } from "../../jobs/boss.ts";
import { createJobQueue } from "../../jobs/queue.ts";
import { createLog } from "../../log/log.ts";
import { placedOrder } from "./life.fixture.ts";
import { createLifecycle, type Lifecycle, OvertakenError } from "./lifecycle.ts";
import type { OrderChange } from "./orderChange.ts";

let test: TestDatabase;
let boss: PgBoss;
let lifecycle: Lifecycle;
let shopId: string;

beforeAll(async () => {
  test = await testDatabase();
  boss = await startBoss(test.pool, "test", createLog("silent"));
  lifecycle = createLifecycle(test.sql, createJobQueue(boss));
  const shop = await test.database.shop.create({ data: { domain: "life.myshopify.com" } });
  shopId = shop.id;
});
afterAll(async () => {
  await boss.stop({ graceful: false });
  await test.close();
});

async function record(change: OrderChange): Promise<{ shopId: string; orderId: string }> {
  expect(await lifecycle.record(change)).toBe(true);
  return { shopId, orderId: change.order.id };
}

const stored = async (orderId: string) =>
  test.database.order.findUniqueOrThrow({
    where: { id: orderId },
    include: { lineItems: { include: { compositeTasks: true } }, timeline: { orderBy: { id: "asc" } } },
  });

const jobsOf = (orderId: string) =>
  test.sql.rows<{ job: string }>(
    sql`SELECT data->>'job' AS job FROM pgboss.job WHERE data::text LIKE ${`%${orderId}%`} ORDER BY created_on`,
  );

describe("an order that is recorded", () => {
  it("is read as it was stored, with its lines and its jobs", async () => {
    const change = placedOrder(shopId, [{}, { customInfoId: null, state: "awaiting_customization" }]);
    change.tell({ code: "order_received", parameters: { items: 2 } });
    const reference = await record(change);
    const life = await lifecycle.read(reference);
    expect(life?.order).toEqual({ ...change.order, recordedAt: life?.order.recordedAt });
    expect(life?.lines).toEqual(change.lines);
    expect(life?.order.state).toBe("awaiting_customization");
    expect((await stored(reference.orderId)).timeline).toMatchObject([
      { code: "order_received", parameters: { items: 2 } },
    ]);
    expect(await jobsOf(reference.orderId)).toEqual([{ job: "create-order" }]);
  });

  it("is stored once, of many that come at the same time", async () => {
    const { platformOrderId } = placedOrder(shopId).order;
    const all = await Promise.all(
      Array.from({ length: 10 }, () => {
        const change = placedOrder(shopId);
        change.order.platformOrderId = platformOrderId;
        return lifecycle.record(change);
      }),
    );
    expect(all.filter((isFirst) => isFirst)).toHaveLength(1);
    const [order] = await test.database.order.findMany({ where: { platformOrderId } });
    expect((await stored(order?.id ?? "")).lineItems).toHaveLength(1);
    expect(await jobsOf(order?.id ?? "")).toHaveLength(1);
  });
});

describe("a line of an order", () => {
  it("is read with its tasks, and with what states its siblings are in", async () => {
    const { orderId } = await record(placedOrder(shopId, [{}, { state: "ready" }, { state: "ready" }]));
    const [line] = (await lifecycle.read({ shopId, orderId }))?.lines ?? [];
    const lineItemId = line?.id ?? "";
    await lifecycle.change({ shopId, lineItemId }, (change) => {
      const changed = change.line(lineItemId);
      if (changed === null) throw new Error("The line is gone.");
      change.lineHappens(changed, "taken_by_customeow");
      change.lineHappens(changed, "templates_found");
      change.addTask(changed, {
        compositeId: "9",
        templateTitle: "Front",
        position: 0,
        attempt: 1,
        lostBefore: 0,
      });
    });
    const life = await lifecycle.read({ shopId, lineItemId });
    expect(life?.otherLineStates).toEqual(["ready"]);
    expect(life?.lines).toMatchObject([{ id: lineItemId, tasks: [{ compositeId: "9", state: "pending" }] }]);
    expect(life?.order.state).toBe("composing");

    const taskId = life?.lines[0]?.tasks[0]?.id ?? "";
    expect(await lifecycle.read({ shopId, taskId })).toEqual(life);
  });

  it("is none of another shop's", async () => {
    const { orderId } = await record(placedOrder(shopId));
    const lineItemId = (await stored(orderId)).lineItems[0]?.id ?? "";
    const other = await test.database.shop.create({ data: { domain: "other.myshopify.com" } });
    expect(await lifecycle.read({ shopId: other.id, orderId })).toBeNull();
    expect(await lifecycle.read({ shopId: other.id, lineItemId })).toBeNull();
  });
});

describe("a change", () => {
  it("is stored whole or not at all", async () => {
    const reference = await record(placedOrder(shopId));
    const failing = lifecycle.change(
      reference,
      (change) => {
        change.submissionHappens("created");
        change.tell({ code: "order_sent_again", parameters: {} });
      },
      () => [sql`DELETE FROM "Shop" WHERE 1 / (length("domain") - length("domain")) = 0`],
    );
    await expect(failing).rejects.toThrow("division by zero");
    expect(await stored(reference.orderId)).toMatchObject({ submission: "pending", timeline: [] });
  });

  it("is never decided on an old reading: of many at once, each sees the one before", async () => {
    const reference = await record(placedOrder(shopId));
    await Promise.all(
      Array.from({ length: 25 }, () =>
        lifecycle.change(reference, (change) => {
          const [line] = change.lines;
          if (line !== undefined) change.noteLine(line, { quantity: line.quantity + 1 });
          change.tell({ code: "item_added", parameters: {} });
        }),
      ),
    );
    const order = await stored(reference.orderId);
    expect(order.lineItems[0]?.quantity).toBe(26);
    expect(order.timeline).toHaveLength(25);
    expect(order.version).toBe(25);
  });

  it("is not stored on an order that changed since it was read, where that was asked for", async () => {
    const reference = await record(placedOrder(shopId));
    const life = await lifecycle.read(reference);
    if (life === null) throw new Error("The order is gone.");
    const begun = await lifecycle.changeAsRead(life, (change) => change.submissionHappens("attempt_begun"));
    expect(begun.order).toMatchObject({ submission: "unknown", version: 1 });
    expect(begun.order.attemptedAt).toBeInstanceOf(Date);
    const again = lifecycle.changeAsRead(life, (change) => change.submissionHappens("attempt_begun"));
    await expect(again).rejects.toBeInstanceOf(OvertakenError);
  });

  it("that only notes Shopify's version keeps nobody from sending the order", async () => {
    const reference = await record(placedOrder(shopId));
    const life = await lifecycle.read(reference);
    if (life === null) throw new Error("The order is gone.");
    const platformUpdatedAt = new Date("2026-11-05T00:00:00Z");
    await lifecycle.change(reference, (change) => {
      change.noteOrder({ platformUpdatedAt });
    });
    const begun = await lifecycle.changeAsRead(life, (change) => change.submissionHappens("attempt_begun"));
    expect(begun.order.submission).toBe("unknown");
    expect((await stored(reference.orderId)).platformUpdatedAt).toEqual(platformUpdatedAt);
  });
});
