import type { PgBoss } from "pg-boss";
import sql, { join, raw } from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { createLog } from "../log/log.ts";
import { createJobQueue, type NewJob, startBoss } from "./queue.ts";
import { type JobHandlers, startWorking } from "./work.ts";

const log = createLog("silent");
let test: TestDatabase;
let boss: PgBoss;

beforeAll(async () => {
  test = await testDatabase();
  boss = await startBoss(test.databaseUrl, "test", log);
});
afterAll(async () => {
  await boss.stop({ graceful: true });
  await test.close();
});

const waiting = async () => (await boss.fetch("shop", { batchSize: 100 })).length;

it("keeps no job of a transaction that is rolled back", async () => {
  const jobs = createJobQueue(boss);
  const transaction = test.database.$transaction(async (rows) => {
    await jobs.enqueue(rows, "process-delivery", { deliveryId: "1" });
    throw new Error("changed my mind");
  });
  await expect(transaction).rejects.toThrow("changed my mind");
  expect(await waiting()).toBe(0);
});

describe("jobs as a part of another statement", () => {
  const handedIn: NewJob[] = [
    { job: "process-delivery", payload: { deliveryId: "7" } },
    { job: "publish-storefront", payload: { shopId: "a shop" }, afterSeconds: 2.5 },
    { job: "create-order", payload: { shopId: "a shop", orderId: "an order" } },
  ];
  const stored = async () => {
    const rows = await test.sql.rows(sql`
      SELECT name, data, priority, state, policy, group_id, singleton_key, retry_limit, retry_delay, retry_backoff,
        retry_delay_max, expire_seconds, heartbeat_seconds, deletion_seconds, start_after - created_on AS delay,
        keep_until - start_after AS kept
      FROM pgboss.job ORDER BY name, data->>'job'`);
    await test.sql.rows(sql`DELETE FROM pgboss.job`);
    return rows;
  };
  const inOneStatement = async (onlyIf = sql`true`) => {
    const parts = await createJobQueue(boss).insertion(handedIn, onlyIf);
    const named = parts.map((part, index) => sql`jobs_${raw(String(index))} AS (${part})`);
    return test.sql.rows(sql`WITH changed AS (SELECT 1 AS id), ${join(named)} SELECT id FROM changed`);
  };

  it("are stored like those that are handed in by themselves, by plain SQL and by Prisma", async () => {
    const jobs = createJobQueue(boss);
    await inOneStatement();
    const asPart = await stored();
    await jobs.enqueueAll(test.sql, handedIn);
    const bySql = await stored();
    await test.database.$transaction((rows) => jobs.enqueueAll(rows, handedIn));
    const byPrisma = await stored();

    expect(asPart).toHaveLength(handedIn.length);
    expect(asPart).toMatchObject([
      { name: "orders", group_id: "a shop", data: { job: "create-order" } },
      { name: "shop", data: { job: "process-delivery", payload: { deliveryId: "7" } } },
      { name: "shop", group_id: "a shop", delay: { seconds: 2, milliseconds: 500 } },
    ]);
    expect(bySql).toEqual(asPart);
    expect(byPrisma).toEqual(asPart);
  });

  it("are handed in where the condition holds, and else none of them is", async () => {
    expect(await inOneStatement(sql`EXISTS (SELECT FROM changed WHERE id = ${1})`)).toHaveLength(1);
    expect(await stored()).toHaveLength(handedIn.length);
    expect(await inOneStatement(sql`EXISTS (SELECT FROM changed WHERE id = ${2})`)).toHaveLength(1);
    expect(await stored()).toEqual([]);
  });
});

it("hands a committed job to its handler, with its payload, and again after a failure", async () => {
  const seen: string[] = [];
  const done = Promise.withResolvers<undefined>();
  const unexpected = () => Promise.reject(new Error("not this one"));
  const handlers: JobHandlers = {
    "process-delivery": ({ deliveryId }) => {
      seen.push(deliveryId);
      if (seen.length === 1) return Promise.reject(new Error("the first try fails"));
      done.resolve(undefined);
      return Promise.resolve();
    },
    "publish-storefront": unexpected,
    "erase-shop": unexpected,
    "retry-failed": unexpected,
    "forget-deliveries": unexpected,
    "create-order": unexpected,
    "list-templates": unexpected,
    "start-composite-task": unexpected,
    "check-composite-task": unexpected,
    "sync-skus": unexpected,
    "start-order-readings": unexpected,
    "reconcile-orders": unexpected,
    "sweep-orders": unexpected,
    "confirm-orders": unexpected,
  };
  const jobs = createJobQueue(boss);
  await test.database.$transaction((rows) => jobs.enqueue(rows, "process-delivery", { deliveryId: "42" }));
  const working = startWorking(boss, handlers, log);
  await done.promise;
  await working.stop();
  expect(seen).toEqual(["42", "42"]);
});
