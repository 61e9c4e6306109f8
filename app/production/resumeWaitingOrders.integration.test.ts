import type { PgBoss } from "pg-boss";
import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noRuns, workOffRuns } from "../../tests/bulk/workOff.ts";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { type FilledShop, fillShop } from "../../tests/tenants/fillShop.ts";
import { multiplyRows } from "../../tests/tenants/multiplyRows.ts";
import { readBulkProgress } from "../bulk/progress.ts";
import { startBoss } from "../jobs/boss.ts";
import { createJobQueue, type JobQueue } from "../jobs/queue.ts";
import { createLog } from "../log/log.ts";
import { requestResuming, resumeWaitingOrdersHandler, resumeWhatWaits } from "./resumeWaitingOrders.ts";

/** More than are read at once. */
const ORDERS = 600;

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

async function resume({ shopId }: FilledShop): Promise<void> {
  await test.database.$transaction((rows) => requestResuming(rows, jobs, shopId, "merchant"));
  const handlers = {
    ...noRuns,
    "resume-waiting-orders": resumeWaitingOrdersHandler({ sql: test.sql, jobs }),
  };
  await workOffRuns({ sql: test.sql, jobs }, handlers, shopId);
}

interface Waiting {
  job: string;
  subject: string;
}

const jobsOf = async ({ shopId }: FilledShop): Promise<Waiting[]> =>
  test.sql.rows<Waiting>(sql`
    SELECT data->>'job' AS job, coalesce(data->'payload'->>'orderId', data->'payload'->>'lineItemId',
      data->'payload'->>'taskId') AS subject
    FROM pgboss.job WHERE group_id = ${shopId} AND name <> 'bulk' ORDER BY job, subject`);

const ids = (rows: { id: string }[], job: string): Waiting[] =>
  rows.map(({ id }) => ({ job, subject: id })).toSorted((a, b) => (a.subject < b.subject ? -1 : 1));

it("takes up every order, item and file that waits, each once, and nothing else", async () => {
  const { database } = test;
  const waiting = await fillShop({ database, jobs }, "waitingshop");
  const other = await fillShop({ database, jobs }, "othershop");
  for (const { shopId, orderId, lineItemId, taskId } of [waiting, other]) {
    await database.order.update({ where: { id: orderId }, data: { state: "queued", submission: "pending" } });
    await database.lineItem.update({ where: { id: lineItemId }, data: { state: "sent" } });
    await database.compositeTask.update({ where: { id: taskId }, data: { state: "pending" } });
    await test.sql.rows(sql`DELETE FROM pgboss.job WHERE group_id = ${shopId}`);
  }
  await multiplyRows(test.sql, waiting, ORDERS);
  const { shopId } = waiting;
  await test.sql.rows(sql`
    UPDATE "CompositeTask" SET "state" = 'in_progress' WHERE "id" IN (
      SELECT "id" FROM "CompositeTask" WHERE "shopId" = ${shopId}::uuid ORDER BY "id" LIMIT 700)`);
  // What does not wait.
  const of = { shopId, id: { not: waiting.orderId } };
  const [sent, cancelled] = await database.order.findMany({ where: of, take: 2 });
  await database.order.update({ where: { id: sent?.id ?? "" }, data: { submission: "created" } });
  await database.order.update({ where: { id: cancelled?.id ?? "" }, data: { state: "cancelled" } });
  await database.lineItem.updateMany({
    where: { orderId: sent?.id ?? "" },
    data: { templatesListedAt: new Date() },
  });

  const [orders, lines, pending, inProgress] = await Promise.all([
    database.order.findMany({ where: { shopId, submission: "pending", state: "queued" } }),
    database.lineItem.findMany({ where: { shopId, templatesListedAt: null } }),
    database.compositeTask.findMany({ where: { shopId, state: "pending" } }),
    database.compositeTask.findMany({ where: { shopId, state: "in_progress" } }),
  ]);
  await resume(waiting);
  await resume(waiting);
  expect(await jobsOf(waiting)).toEqual([
    ...ids(inProgress, "check-composite-task"),
    ...ids(orders, "create-order"),
    ...ids(lines, "list-templates"),
    ...ids(pending, "start-composite-task"),
  ]);
  expect(orders).toHaveLength(ORDERS - 1);
  const all = [orders, lines, pending, inProgress].reduce((sum, rows) => sum + rows.length, 0);
  const runs = await readBulkProgress(database, shopId, "resume-waiting-orders", 2);
  expect(runs.map(({ done }) => done)).toEqual([all, all]);
  expect(await jobsOf(other)).toEqual([]);
});

describe("what waits", () => {
  const inPausedKey = async (name: string): Promise<FilledShop> => {
    const filled = await fillShop({ database: test.database, jobs }, name);
    const { orderId: id, shopId } = filled;
    await test.database.order.update({ where: { id }, data: { state: "queued", submission: "pending" } });
    await test.sql.rows(sql`DELETE FROM pgboss.job WHERE group_id = ${shopId}`);
    return filled;
  };
  const secondsUntilDue = async ({ shopId }: FilledShop) =>
    test.sql.rows<{ seconds: number }>(sql`
      SELECT greatest(0, extract(epoch FROM start_after - now()))::float8 AS seconds
      FROM pgboss.job WHERE group_id = ${shopId} AND name = 'orders'`);

  it("until a pause ends goes on at once with another key", async () => {
    const waiting = await inPausedKey("pausedshop");
    const { shopId, orderId } = waiting;
    await jobs.enqueue(test.sql, "create-order", { shopId, orderId }, { afterSeconds: 600 });
    await resume(waiting);
    expect(await secondsUntilDue(waiting)).toEqual([{ seconds: 0 }]);
  });

  it("without a job is taken up, and nothing is done where nothing waits", async () => {
    const lost = await inPausedKey("lostshop");
    await resumeWhatWaits({ sql: test.sql, jobs }, lost.shopId);
    await test.database.order.update({ where: { id: lost.orderId }, data: { submission: "created" } });
    expect(await test.database.bulkRun.count({ where: { shopId: lost.shopId, state: "waiting" } })).toBe(1);

    await test.database.bulkRun.deleteMany({ where: { shopId: lost.shopId } });
    await test.database.lineItem.updateMany({ where: { shopId: lost.shopId }, data: { state: "ready" } });
    await test.database.compositeTask.updateMany({
      where: { shopId: lost.shopId },
      data: { state: "succeeded" },
    });
    await resumeWhatWaits({ sql: test.sql, jobs }, lost.shopId);
    expect(await test.database.bulkRun.count({ where: { shopId: lost.shopId } })).toBe(0);
  });
});
