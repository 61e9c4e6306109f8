import { randomUUID } from "node:crypto";
import type { PgBoss } from "pg-boss";
import sql from "sql-template-tag";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { startBoss } from "../jobs/boss.ts";
import { createJobQueue } from "../jobs/queue.ts";
import { createLog } from "../log/log.ts";
import { MOST_UNDER_WAY, startOrderReadingsHandler } from "./orderReadings.ts";

const log = createLog("silent");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let test: TestDatabase;
let boss: PgBoss;
/** What is done every minute. */
let look: () => Promise<void>;

beforeAll(async () => {
  test = await testDatabase();
  boss = await startBoss(test.pool, "test", log);
  const handler = startOrderReadingsHandler({ sql: test.sql, jobs: createJobQueue(boss) });
  look = () => handler({}, log);
});
beforeEach(async () => {
  await test.database.shop.deleteMany();
  await test.sql.rows(sql`DELETE FROM pgboss.job`);
});
afterAll(async () => {
  await boss.stop({ graceful: false });
  await test.close();
});

const ago = (milliseconds: number) => new Date(Date.now() - milliseconds);

interface Past {
  installed?: number;
  /** How long ago its last order was, by where that is stored. */
  ordered?: number;
  passedOver?: number;
  listed?: number;
}

/** A shop whose orders are due to be read since a moment. */
async function shopWith(
  { installed = 90 * 24 * HOUR, ordered, passedOver, listed }: Past,
  due = 1_000,
): Promise<string> {
  const { id: shopId } = await test.database.shop.create({
    data: { domain: `${randomUUID()}.myshopify.com`, installedAt: ago(installed) },
  });
  await test.database.orderReading.createMany({
    data: [
      { shopId, kind: "latest", nextAt: ago(due), readUpTo: listed === undefined ? null : ago(listed) },
      { shopId, kind: "last_days", nextAt: ago(-24 * HOUR) },
    ],
  });
  if (ordered !== undefined) await addOrder(shopId, ordered);
  if (passedOver !== undefined)
    await test.database.passedOverOrder.create({
      data: { shopId, platformOrderId: "1", platformUpdatedAt: new Date(), seenAt: ago(passedOver) },
    });
  return shopId;
}

async function addOrder(shopId: string, placed: number): Promise<void> {
  await test.database.order.create({
    data: {
      shopId,
      platformOrderId: randomUUID(),
      platformOrderNo: "1",
      platformCreatedAt: ago(placed).toISOString(),
      placedAt: ago(placed),
      currencyCode: "USD",
      state: "ready",
    },
  });
}

const latestOf = (shopId: string) =>
  test.database.orderReading.findUniqueOrThrow({ where: { shopId_kind: { shopId, kind: "latest" } } });
const minutesUntilNext = async (shopId: string) =>
  ((await latestOf(shopId)).nextAt.getTime() - Date.now()) / MINUTE;

/** The shops whose readings are started and not ended. */
async function started(): Promise<string[]> {
  const rows = await test.database.orderReading.findMany({
    where: { kind: "latest", startedAt: { not: null } },
    orderBy: { startedAt: "asc" },
  });
  return rows.map(({ shopId }) => shopId);
}

async function waitingJobs(job: string): Promise<string[]> {
  const rows = await test.sql.rows<{ shopId: string | null }>(
    sql`SELECT data->'payload'->>'shopId' AS "shopId" FROM pgboss.job WHERE data->>'job' = ${job}`,
  );
  return rows.map(({ shopId }) => shopId ?? "");
}

/** What the job does at its end. */
async function end(shopIds: string[]): Promise<void> {
  await test.database.orderReading.updateMany({
    where: { shopId: { in: shopIds } },
    data: { startedAt: null },
  });
  await test.sql.rows(
    sql`DELETE FROM pgboss.job WHERE data->'payload'->>'shopId' = ANY (${shopIds}::text[])`,
  );
}

describe("how soon a shop's orders are read again", () => {
  const WEEK = 7 * 24 * HOUR;
  it.each<[string, Past, number]>([
    ["an order within the hour", { ordered: HOUR / 2 }, 5],
    ["an order within the day", { ordered: 23 * HOUR }, 10],
    ["an order that the day just forgot", { ordered: 24 * HOUR + 30 * MINUTE }, 10],
    ["an order within the day that has nothing for CustoMeow", { passedOver: 20 * HOUR }, 10],
    ["an order within the day that was only seen in Shopify's list", { listed: 20 * HOUR }, 10],
    ["no order yet, but has installed the app today", { installed: 5 * HOUR }, 10],
    ["an order within the week", { ordered: 3 * 24 * HOUR, listed: 3 * 24 * HOUR }, 60],
    ["its last order long ago", { ordered: 2 * WEEK, passedOver: 3 * WEEK, listed: 2 * WEEK }, 360],
    ["had none ever", {}, 360],
  ])("of a shop that has %s", async (_, past, minutes) => {
    const shopId = await shopWith(past);
    await look();
    expect(await waitingJobs("reconcile-orders")).toEqual([shopId]);
    const next = await minutesUntilNext(shopId);
    expect(next).toBeLessThanOrEqual(minutes);
    expect(next).toBeGreaterThan(0.75 * minutes);
  });

  it("is brought forward once a quiet shop has an order", async () => {
    const [quiet, other] = [await shopWith({}), await shopWith({})];
    await look();
    await end([quiet, other]);
    await addOrder(quiet, MINUTE);
    await look();
    expect(await minutesUntilNext(quiet)).toBeLessThanOrEqual(10);
    expect(await minutesUntilNext(other)).toBeGreaterThan(60);
  });

  it("is once within the first minutes, or the first day, where nothing was read yet", async () => {
    const shops = await Promise.all(Array.from({ length: 20 }, () => shopWith({})));
    await test.database.orderReading.deleteMany();
    await look();
    const readings = await test.database.orderReading.findMany({ where: { shopId: { in: shops } } });
    const until = (kind: string) =>
      readings
        .filter((one) => one.kind === kind)
        .map(({ nextAt }) => (nextAt.getTime() - Date.now()) / MINUTE);
    expect(until("latest")).toHaveLength(20);
    expect(Math.max(...until("latest"))).toBeLessThanOrEqual(10);
    expect(Math.max(...until("last_days"))).toBeLessThanOrEqual(24 * 60);
    expect(Math.max(...until("last_days"))).toBeGreaterThan(4 * 60);
  });
});

describe("whose turn it is", () => {
  it("is found once, however many processes look", async () => {
    const shopId = await shopWith({});
    await Promise.all(Array.from({ length: 8 }, () => look()));
    expect(await waitingJobs("reconcile-orders")).toEqual([shopId]);
  });

  it("is not that of a shop whose reading has not ended, until it must be lost", async () => {
    const shopId = await shopWith({});
    await look();
    const where = { shopId_kind: { shopId, kind: "latest" as const } };
    const startedAt = ago(30 * MINUTE);
    await test.database.orderReading.update({ where, data: { nextAt: ago(MINUTE), startedAt } });
    await look();
    expect((await latestOf(shopId)).startedAt).toEqual(startedAt);
    await test.database.orderReading.update({ where, data: { startedAt: ago(61 * MINUTE) } });
    await look();
    expect(Date.now() - ((await latestOf(shopId)).startedAt?.getTime() ?? 0)).toBeLessThan(MINUTE);
  });

  it("is not that of a shop that removed the app", async () => {
    const shopId = await shopWith({});
    await test.database.shop.update({ where: { id: shopId }, data: { uninstalledAt: new Date() } });
    await look();
    expect(await started()).toEqual([]);
  });

  it("is, after an outage, first that of those that have been due longest, and of no more than can be under way", async () => {
    const number = MOST_UNDER_WAY + 20;
    const shops = Array.from({ length: number }, () => randomUUID());
    await test.database.shop.createMany({ data: shops.map((id) => ({ id, domain: `${id}.myshopify.com` })) });
    await test.database.orderReading.createMany({
      data: shops.flatMap((shopId, index) => [
        { shopId, kind: "latest" as const, nextAt: ago((number - index) * 1_000) },
        { shopId, kind: "last_days" as const, nextAt: ago(-24 * HOUR) },
      ]),
    });

    await look();
    expect(new Set(await started())).toEqual(new Set(shops.slice(0, MOST_UNDER_WAY)));
    expect(await waitingJobs("start-order-readings")).toHaveLength(1);

    await end(shops.slice(0, 5));
    await look();
    expect((await started()).slice(-5).toSorted()).toEqual(
      shops.slice(MOST_UNDER_WAY, MOST_UNDER_WAY + 5).toSorted(),
    );

    await test.sql.rows(sql`DELETE FROM pgboss.job WHERE data->>'job' = 'start-order-readings'`);
    await end(shops);
    await look();
    expect(await started()).toHaveLength(15);
    expect(await waitingJobs("start-order-readings")).toEqual([]);
  });
});

it("makes a missed webhook good within 15 minutes in a shop that had an order in the day before it", async () => {
  const OLD_ENOUGH = 2; // minutes, during which an order is left to its webhook
  const PROMISED = 15;
  const shopId = await shopWith({ ordered: 0 }, -5 * MINUTE);
  const pass = async (minutes: number) => {
    const passed = sql`${minutes}::float8 * interval '1 minute'`;
    await test.sql.rows(sql`UPDATE "OrderReading" SET "nextAt" = "nextAt" - ${passed}`);
    await test.sql.rows(sql`UPDATE "Order" SET "placedAt" = "placedAt" - ${passed}`);
  };
  const readings: number[] = [];
  let now = 0;
  const live = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute += 1) {
      await pass(1);
      now += 1;
      await look();
      if ((await started()).length === 0) continue;
      readings.push(now);
      await end([shopId]);
    }
  };
  const expectKept = (from: number, to: number) => {
    for (let missed = from; missed <= to; missed += 1) {
      const madeGood = readings.find((reading) => reading >= missed + OLD_ENOUGH);
      expect((madeGood ?? Infinity) - missed).toBeLessThanOrEqual(PROMISED);
    }
  };

  await live(90);
  expectKept(0, 70);
  await pass(21 * 60);
  now += 21 * 60;
  await live(150);
  // To the last minute of the day after its order.
  expectKept(22 * 60 + 40, 24 * 60);
  await pass(20 * 60);
  now += 20 * 60;
  await live(5);
  // Quiet by now, until an order is heard of.
  await addOrder(shopId, 0);
  const heardOf = now;
  await live(40);
  expectKept(heardOf, heardOf + 20);
  expect(readings.length).toBeLessThan(60);
}, 120_000);
