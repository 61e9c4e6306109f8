import type { PgBoss } from "pg-boss";
import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, it } from "vitest";
import { noRuns, workOffRuns } from "../../tests/bulk/workOff.ts";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { fillShop } from "../../tests/tenants/fillShop.ts";
import { multiplyRows } from "../../tests/tenants/multiplyRows.ts";
import { readBulkProgress } from "../bulk/progress.ts";
import { readCounts } from "../counts/keptCounts.ts";
import { startBoss } from "../jobs/boss.ts";
import { createJobQueue, type JobQueue } from "../jobs/queue.ts";
import { createLog } from "../log/log.ts";
import { countRetryable } from "../orders/pages/orderCounts.ts";
import { requestRetryOfFailed, retryFailedHandler } from "./retryFailed.ts";

/** More of their items than are read at once. */
const ORDERS = 40;

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

const retryable = async (shopId: string) => countRetryable(await readCounts(test.sql, shopId));

it("tries every item again that another try may mend, each once, with several workers at it", async () => {
  const { database } = test;
  const failing = await fillShop({ database, jobs }, "failingshop");
  const other = await fillShop({ database, jobs }, "othershop");
  const { shopId } = failing;
  await multiplyRows(test.sql, failing, ORDERS);
  await test.sql.rows(sql`DELETE FROM pgboss.job`);
  // Two orders that CustoMeow refused, one of which is on its way again already.
  const [refused, onItsWay, unmendable] = await database.order.findMany({
    where: { shopId, id: { not: failing.orderId } },
    include: { lineItems: true },
  });
  for (const [order, submission] of [[refused, "rejected"] as const, [onItsWay, "unknown"] as const]) {
    const where = { orderId: order?.id ?? "" };
    await database.compositeTask.deleteMany({ where: { lineItem: where } });
    await database.lineItem.updateMany({ where, data: { failureCode: "refused" } });
    await database.order.update({ where: { id: where.orderId }, data: { submission } });
  }
  await database.lineItem.updateMany({
    where: { orderId: unmendable?.id ?? "" },
    data: { failureCode: "design_unknown" },
  });
  const made = 3 * (ORDERS - 3) + 1;
  expect(await retryable(shopId)).toBe(made + 3);

  await requestRetryOfFailed({ sql: test.sql, jobs }, shopId);
  const handlers = { ...noRuns, "retry-failed": retryFailedHandler({ sql: test.sql, jobs }) };
  await Promise.all([1, 2, 3].map(() => workOffRuns({ sql: test.sql, jobs }, handlers, shopId)));

  const attempts = await database.compositeTask.groupBy({ by: ["attempt"], where: { shopId }, _count: true });
  expect(attempts.toSorted((one, next) => one.attempt - next.attempt)).toMatchObject([
    { attempt: 1, _count: made + 3 },
    { attempt: 2, _count: made },
  ]);
  expect(await database.order.findUnique({ where: { id: refused?.id ?? "" } })).toMatchObject({
    submission: "pending",
  });
  // The refused order is sent again once, with all of its items.
  const [run] = await readBulkProgress(database, shopId, "retry-failed", 1);
  expect(run).toMatchObject({ state: "finished", done: made + 1, failed: 0 });
  const handedIn = await test.sql.rows<{ job: string; count: number }>(sql`
    SELECT data->>'job' AS job, count(*)::int AS count FROM pgboss.job
    WHERE group_id = ${shopId} AND name <> 'bulk' GROUP BY 1 ORDER BY 1`);
  expect(handedIn).toEqual([
    { job: "create-order", count: 1 },
    { job: "start-composite-task", count: made },
  ]);
  expect(await retryable(shopId)).toBe(0);
  expect(await retryable(other.shopId)).toBe(1);
});
