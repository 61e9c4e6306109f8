import type { PgBoss } from "pg-boss";
import sql, { join, raw } from "sql-template-tag";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { createLog } from "../log/log.ts";
import { startBoss } from "./boss.ts";
import { byQueue } from "./newJobs.ts";
import { createJobQueue, type JobQueue, type NewJob } from "./queue.ts";

const log = createLog("silent");
let test: TestDatabase;
let boss: PgBoss;
let jobs: JobQueue;

beforeAll(async () => {
  test = await testDatabase();
  boss = await startBoss(test.pool, "test", log);
  jobs = createJobQueue(boss);
});
afterEach(() => test.sql.rows(sql`DELETE FROM pgboss.job`));
afterAll(async () => {
  await boss.stop({ graceful: true });
  await test.close();
});

const order = (orderId: string, afterSeconds?: number): NewJob => ({
  job: "create-order",
  payload: { shopId: "a shop", orderId },
  ...(afterSeconds === undefined ? {} : { afterSeconds }),
});

const fetchOrders = () => boss.fetch("orders", { batchSize: 10 });

interface StoredRow {
  key: string;
  state: string;
  delay: number;
}
const stored = () =>
  test.sql.rows<StoredRow>(sql`
    SELECT singleton_key AS key, state, extract(epoch FROM start_after - now())::float8 AS delay
    FROM pgboss.job ORDER BY name, singleton_key, state`);

/** Everything of the jobs but their ids and the moment. */
async function takeColumns(): Promise<object[]> {
  return test.sql.rows(sql`
    WITH taken AS (DELETE FROM pgboss.job RETURNING *)
    SELECT to_jsonb(taken) - '{id,created_on,start_after,keep_until}'::text[]
      || jsonb_build_object('delay', start_after - created_on, 'kept', keep_until - start_after) AS job
    FROM taken ORDER BY name, singleton_key`);
}

it("keeps no job of a transaction that is rolled back", async () => {
  const transaction = test.database.$transaction(async (rows) => {
    await jobs.enqueue(rows, "process-delivery", { deliveryId: "1" });
    throw new Error("changed my mind");
  });
  await expect(transaction).rejects.toThrow("changed my mind");
  expect(await stored()).toEqual([]);
});

describe("jobs as a part of another statement", () => {
  const handedIn: NewJob[] = [
    { job: "process-delivery", payload: { deliveryId: "7", shopDomain: "a-shop.myshopify.com" } },
    { job: "continue-bulk-run", payload: { shopId: "a shop", runId: "a run" }, afterSeconds: 2.5 },
    order("an order"),
  ];
  const inOneStatement = async (onlyIf = sql`true`) => {
    const parts = await jobs.insertion(handedIn, onlyIf);
    const named = parts.map((part, index) => sql`jobs_${raw(String(index))} AS (${part})`);
    return test.sql.rows(sql`WITH changed AS (SELECT 1 AS id), ${join(named)} SELECT id FROM changed`);
  };

  it("are stored like those that pg-boss inserts by itself, and by plain SQL and by Prisma too", async () => {
    await inOneStatement();
    const asPart = await takeColumns();
    for (const [queue, inserts] of byQueue(handedIn)) await boss.insert(queue, inserts);
    const byPgBoss = await takeColumns();
    await jobs.enqueueAll(test.sql, handedIn);
    const bySql = await takeColumns();
    await test.database.$transaction((rows) => jobs.enqueueAll(rows, handedIn));
    const byPrisma = await takeColumns();

    expect(byPgBoss).toHaveLength(handedIn.length);
    expect(asPart).toEqual(byPgBoss);
    expect(bySql).toEqual(byPgBoss);
    expect(byPrisma).toEqual(byPgBoss);
  });

  it("are handed in where the condition holds, and else none of them is", async () => {
    expect(await inOneStatement(sql`EXISTS (SELECT FROM changed WHERE id = ${1})`)).toHaveLength(1);
    expect(await stored()).toHaveLength(handedIn.length);
    await takeColumns();
    expect(await inOneStatement(sql`EXISTS (SELECT FROM changed WHERE id = ${2})`)).toHaveLength(1);
    expect(await stored()).toEqual([]);
  });

  it("are the same when they are made of the rows of that statement", async () => {
    const payloads = sql`SELECT jsonb_build_object('shopId', 'a shop', 'orderId', id) AS payload FROM changed`;
    const part = await jobs.insertionForEach("create-order", payloads);
    await test.sql.rows(
      sql`WITH changed AS (SELECT unnest(${["1", "2"]}::text[]) AS id), jobs AS (${part}) SELECT`,
    );
    const ofRows = await takeColumns();
    await jobs.enqueueAll(test.sql, [order("1"), order("2")]);
    expect(ofRows).toHaveLength(2);
    expect(ofRows).toEqual(await takeColumns());
  });
});

describe("two of the same job", () => {
  it("are one while it waits, at the sooner of the two moments", async () => {
    await jobs.enqueueAll(test.sql, [order("1", 600), order("1", 300), order("2")]);
    await jobs.enqueueAll(test.sql, [order("2", 600), order("1", 60)]);
    expect(await stored()).toMatchObject([{ key: "create-order/1" }, { key: "create-order/2" }]);
    const [first, second] = await stored();
    expect(first?.delay).toBeGreaterThan(50);
    expect(first?.delay).toBeLessThanOrEqual(60);
    expect(second?.delay).toBeLessThanOrEqual(0);
  });

  it("are two when one is being worked on, one after the other", async () => {
    await jobs.enqueueAll(test.sql, [order("1")]);
    const [running] = await fetchOrders();
    await jobs.enqueueAll(test.sql, [order("1")]);
    await jobs.enqueueAll(test.sql, [order("1")]);
    expect(await stored()).toMatchObject([{ state: "created" }, { state: "active" }]);

    expect(await fetchOrders()).toEqual([]);
    await boss.complete("orders", running?.id ?? "");
    expect(await fetchOrders()).toHaveLength(1);
  });

  it("are not taken as one before the transaction that asked again is committed", async () => {
    await jobs.enqueueAll(test.sql, [order("1")]);
    await test.sql.transaction(async (rows) => {
      await jobs.enqueueAll(rows, [order("1")]);
      expect(await fetchOrders()).toEqual([]);
    });
    expect(await fetchOrders()).toHaveLength(1);
  });
});

it("changes the policy and the options of queues that exist, and loses none of their jobs", async () => {
  await boss.deleteQueue("upkeep");
  await boss.createQueue("upkeep", { retryLimit: 3, deleteAfterSeconds: 60 * 60 });
  await boss.insert("upkeep", [{ data: { from: "before" } }, { data: { from: "before" } }]);
  const later = await startBoss(test.pool, "test", log);
  try {
    expect(await later.getQueue("upkeep")).toMatchObject({ policy: "stately", deleteAfterSeconds: 5 * 60 });
    expect(await later.fetch("upkeep", { batchSize: 10 })).toHaveLength(2);
  } finally {
    await later.stop({ graceful: false });
  }
});
