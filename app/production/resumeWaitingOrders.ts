import sql, { join, type Sql as SqlPart } from "sql-template-tag";
import type { BulkRunHandler } from "../bulk/handler.ts";
import { BEFORE_EVERY_ID } from "../bulk/keyset.ts";
import type { BulkRunAsker } from "../bulk/catalogue.ts";
import { startBulkRun } from "../bulk/startRun.ts";
import type { Transaction } from "../database/database.ts";
import type { Sql, SqlPool } from "../database/sql.ts";
import type { JobQueue, NewJob } from "../jobs/queue.ts";

/** Has everything of a shop taken up that stopped because there was no connection, or waits for a pause to end. */
export function requestResuming(
  transaction: Transaction | Sql,
  jobs: JobQueue,
  shopId: string,
  askedBy: BulkRunAsker,
): Promise<void> {
  return startBulkRun(transaction, jobs, { shopId, kind: "resume-waiting-orders", parameters: {}, askedBy });
}

/** The same for whatever waits, should anything: a job that went missing, for what reason ever, is handed in anew. */
export async function resumeWhatWaits(
  { sql: connections, jobs }: { sql: SqlPool; jobs: JobQueue },
  shopId: string,
): Promise<void> {
  const isWaiting = stages.map(({ waiting }) => sql`EXISTS (${waiting} AND "shopId" = ${shopId}::uuid)`);
  const found = await connections.rows(sql`SELECT WHERE ${join(isWaiting, " OR ")}`);
  if (found.length === 0) return;
  await connections.transaction((rows) => requestResuming(rows, jobs, shopId, "app"));
}

const ROWS_AT_ONCE = 500;

/** Hands in the next job of each order, item and production file that waits. Who has one already gets no other. */
export function resumeWaitingOrdersHandler({
  sql: connections,
  jobs,
}: {
  sql: SqlPool;
  jobs: JobQueue;
}): BulkRunHandler<"resume-waiting-orders"> {
  return {
    async readPage({ shopId }, cursor) {
      const reached = cursor === null ? 0 : stages.findIndex(({ name }) => name === cursor.stage);
      for (const { name, waiting, jobOf } of stages.slice(reached)) {
        const after = cursor?.stage === name ? cursor.after : BEFORE_EVERY_ID;
        const rows = await connections.rows<WaitingRow>(sql`
          ${waiting} AND "shopId" = ${shopId}::uuid AND "id" > ${after}::uuid ORDER BY "id" LIMIT ${ROWS_AT_ONCE}`);
        const last = rows.at(-1);
        if (last === undefined) continue;
        return [
          {
            cursor: { stage: name, after: last.id },
            async act(transaction) {
              await jobs.enqueueAll(
                transaction,
                rows.map((row) => jobOf(shopId, row)),
              );
              return { done: rows.length, failed: 0 };
            },
          },
        ];
      }
      return [];
    },
  };
}

interface WaitingRow {
  id: string;
  state: string;
}

interface Stage {
  name: "orders" | "items" | "files";
  /** What waits. Each has an index over just these rows. */
  waiting: SqlPart;
  jobOf: (shopId: string, row: WaitingRow) => NewJob;
}

const stages: readonly Stage[] = [
  {
    name: "orders",
    waiting: sql`
      SELECT "id", "state" FROM "Order" WHERE "submission" IN ('pending', 'unknown') AND "state" <> 'cancelled'`,
    jobOf: (shopId, { id }) => ({ job: "create-order", payload: { shopId, orderId: id } }),
  },
  {
    name: "items",
    waiting: sql`SELECT "id", "state" FROM "LineItem" WHERE "state" = 'sent' AND "templatesListedAt" IS NULL`,
    jobOf: (shopId, { id }) => ({ job: "list-templates", payload: { shopId, lineItemId: id } }),
  },
  {
    name: "files",
    waiting: sql`SELECT "id", "state" FROM "CompositeTask" WHERE "state" IN ('pending', 'starting', 'in_progress')`,
    jobOf: (shopId, { id, state }) => ({
      job: state === "in_progress" ? "check-composite-task" : "start-composite-task",
      payload: { shopId, taskId: id },
    }),
  },
];
