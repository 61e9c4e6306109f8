import { afterAll, beforeAll, expect, it } from "vitest";
import type { PgBoss } from "pg-boss";
import { createLog } from "../../app/log/log.ts";
import { startBoss } from "../../app/jobs/boss.ts";
import { createJobQueue, type JobQueue } from "../../app/jobs/queue.ts";
import { eraseShop } from "../../app/shops/eraseShop.ts";
import { type TestDatabase, testDatabase } from "../postgres/testDatabase.ts";
import { fillShop } from "./fillShop.ts";
import { rowsOf, tables } from "./rowsOf.ts";

let test: TestDatabase;
let boss: PgBoss;
let jobs: JobQueue;

beforeAll(async () => {
  test = await testDatabase();
  boss = await startBoss(test.pool, "test", createLog("silent"));
  jobs = createJobQueue(boss);
});
afterAll(async () => {
  await boss.stop({ graceful: false });
  await test.close();
});

it("leaves no row of the shop in any table, and every row of another as it was", async () => {
  const { database } = test;
  const leaving = await fillShop({ database, jobs }, "leavingshop");
  const staying = await fillShop({ database, jobs }, "stayingshop");
  // A table that is added must be filled here too, or nobody knows whether it is erased.
  expect(Object.keys(await rowsOf(database, leaving)).toSorted()).toEqual(tables.toSorted());
  const before = await rowsOf(database, staying);

  await eraseShop({ database, jobs }, leaving.domain);
  expect(await rowsOf(database, leaving)).toEqual({});
  expect(await rowsOf(database, staying)).toEqual(before);

  await eraseShop({ database, jobs }, leaving.domain);
  expect(await rowsOf(database, staying)).toEqual(before);
});
