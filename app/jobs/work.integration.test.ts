import type { PgBoss } from "pg-boss";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { createLog } from "../log/log.ts";
import { startBoss } from "./boss.ts";
import { createJobQueue } from "./queue.ts";
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
    "create-order": unexpected,
    "list-templates": unexpected,
    "start-composite-task": unexpected,
    "check-composite-task": unexpected,
    "sync-skus": unexpected,
    "start-order-readings": unexpected,
    "forget-deliveries": unexpected,
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
