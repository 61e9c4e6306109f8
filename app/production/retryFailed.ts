import sql, { type Sql as SqlPart } from "sql-template-tag";
import type { BulkRunHandler } from "../bulk/handler.ts";
import { BEFORE_EVERY_ID } from "../bulk/keyset.ts";
import { startBulkRun } from "../bulk/startRun.ts";
import { openTransaction, type Sql, type SqlPool } from "../database/sql.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { failuresWithRemedy, remedyFor } from "../orders/lifecycle/failures.ts";
import { newestTasks } from "../orders/lifecycle/life.ts";
import { createLifecycle, type Lifecycle } from "../orders/lifecycle/lifecycle.ts";
import type { Retried } from "../orders/lifecycle/retried.ts";
import { retryOrder } from "../orders/send/retryOrder.ts";
import { makeAgain, retryLineItem } from "./makeAgain.ts";

interface RetryServices {
  sql: SqlPool;
  jobs: JobQueue;
}

/** Has everything tried again that failed and that trying again may mend, at the merchant's word. */
export async function requestRetryOfFailed(
  { sql: connections, jobs }: RetryServices,
  shopId: string,
): Promise<void> {
  await connections.transaction((rows) =>
    startBulkRun(rows, jobs, { shopId, kind: "retry-failed", parameters: {}, askedBy: "merchant" }),
  );
}

const LINES_AT_ONCE = 50;

/**
 * Item by item, in the order of their ids: what fails again meanwhile is not tried a second time. What is tried again
 * has not failed any more, so of two items of an order that is sent again the second finds nothing to do.
 */
export function retryFailedHandler({
  sql: connections,
  jobs,
}: RetryServices): BulkRunHandler<"retry-failed"> {
  return {
    async readPage({ shopId }, cursor) {
      const lines = await connections.rows<FailedLine>(sql`
        SELECT line."id", line."orderId", line."failureCode"
        FROM ${retryableLines(shopId)} AND line."id" > ${cursor?.lineItemId ?? BEFORE_EVERY_ID}::uuid
        ORDER BY line."id" LIMIT ${LINES_AT_ONCE}`);
      return lines.map((line) => ({
        cursor: { lineItemId: line.id },
        async act(rows: Sql) {
          const lifecycle = createLifecycle(openTransaction(rows), jobs);
          const isRetried = await retry(lifecycle, shopId, line);
          return { done: isRetried ? 1 : 0, failed: 0 };
        },
      }));
    },
  };
}

interface FailedLine {
  id: string;
  orderId: string;
  failureCode: string | null;
}

/** To follow `FROM`, with further conditions behind it. An order that is under way, or created, is not sent again. */
const retryableLines = (shopId: string): SqlPart => sql`
  "LineItem" AS line JOIN "Order" AS "order" ON "order"."id" = line."orderId"
  WHERE line."shopId" = ${shopId}::uuid AND line."state" = 'failed' AND (
    line."failureCode" = ANY (${[...failuresWithRemedy("retry_line"), ...failuresWithRemedy("make_again")]})
    OR line."failureCode" = ANY (${failuresWithRemedy("retry_order")})
      AND "order"."submission" IN ('rejected', 'pending'))`;

/** @returns whether it was tried again; it is not where another came first */
async function retry(
  lifecycle: Lifecycle,
  shopId: string,
  { id, orderId, failureCode }: FailedLine,
): Promise<boolean> {
  switch (remedyFor(failureCode)) {
    case "retry_order":
      return isRetried(await retryOrder({ lifecycle }, shopId, orderId));
    case "retry_line":
      return isRetried(await retryLineItem({ lifecycle }, shopId, id));
    case "make_again":
      return makeFailedAgain(lifecycle, shopId, id);
    case "enter_design":
    case "none":
      return false;
  }
}

const isRetried = ({ outcome }: Retried) => outcome === "retried";

/** Only the files that failed: those that are ready stay. */
async function makeFailedAgain(lifecycle: Lifecycle, shopId: string, lineItemId: string): Promise<boolean> {
  const life = await lifecycle.read({ shopId, lineItemId });
  const failed = (life?.lines.flatMap(newestTasks) ?? []).filter(({ state }) => state === "failed");
  const retried: Retried[] = [];
  for (const { id } of failed) retried.push(await makeAgain({ lifecycle }, shopId, id));
  return retried.some(isRetried);
}
