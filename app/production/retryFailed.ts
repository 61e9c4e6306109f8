import type { Database } from "../database/database.ts";
import type { JobHandler } from "../jobs/work.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { remedyFor } from "../orders/lifecycle/failures.ts";
import { newestTasks } from "../orders/lifecycle/life.ts";
import type { Lifecycle } from "../orders/lifecycle/lifecycle.ts";
import { retryOrder } from "../orders/send/retryOrder.ts";
import { makeAgain, retryLineItem } from "./makeAgain.ts";

interface RetryServices {
  database: Database;
  jobs: JobQueue;
  lifecycle: Lifecycle;
}

/** How many of the shop's items can be tried again, all together: those that need nothing but another try. */
export async function countRetryable(database: Database, shopId: string): Promise<number> {
  return (await retryableLines(database, shopId)).length;
}

/** Has everything tried again that failed and that trying again may mend. The work is done in the background. */
export async function requestRetryOfFailed(
  services: Pick<RetryServices, "database" | "jobs">,
  shopId: string,
): Promise<void> {
  await services.database.$transaction((rows) => services.jobs.enqueue(rows, "retry-failed", { shopId }));
}

/** What was tried again has no longer failed: should the job be done twice, the second finds the rest. */
export function retryFailedHandler(services: RetryServices): JobHandler<"retry-failed"> {
  return async ({ shopId }) => {
    const lines = await retryableLines(services.database, shopId);
    const orderIds = lines.filter(({ remedy }) => remedy === "retry_order").map(({ orderId }) => orderId);
    for (const orderId of new Set(orderIds)) await retryOrder(services, shopId, orderId);
    for (const { id, remedy } of lines) {
      if (remedy === "retry_line") await retryLineItem(services, shopId, id);
      if (remedy === "make_again") await makeFailedAgain(services, shopId, id);
    }
  };
}

async function retryableLines(database: Database, shopId: string) {
  const failed = await database.lineItem.findMany({
    where: { shopId, state: "failed" },
    orderBy: { id: "asc" },
    select: { id: true, orderId: true, failureCode: true, order: { select: { submission: true } } },
  });
  return failed
    .map(({ failureCode, order, ...line }) => ({
      ...line,
      remedy: remedyFor(failureCode),
      submission: order.submission,
    }))
    .filter(({ remedy, submission }) => {
      if (remedy === "retry_order") return submission === "rejected" || submission === "pending";
      return remedy === "retry_line" || remedy === "make_again";
    });
}

/** Only the files that failed: those that are ready stay. */
async function makeFailedAgain(services: RetryServices, shopId: string, lineItemId: string): Promise<void> {
  const life = await services.lifecycle.read({ shopId, lineItemId });
  const tasks = life?.lines.flatMap(newestTasks) ?? [];
  for (const { id, state } of tasks) if (state === "failed") await makeAgain(services, shopId, id);
}
