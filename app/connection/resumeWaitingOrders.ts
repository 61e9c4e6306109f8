import type { Transaction } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";

/** Takes up everything of a shop that stopped because there was no connection, or no key that CustoMeow accepts. */
export async function resumeWaitingOrders(
  transaction: Transaction,
  jobs: JobQueue,
  shopId: string,
): Promise<void> {
  const orders = await transaction.order.findMany({
    where: { shopId, submission: { in: ["pending", "unknown"] }, state: { notIn: ["cancelled"] } },
    select: { id: true },
  });
  const lines = await transaction.lineItem.findMany({
    where: { shopId, state: "sent", templatesListedAt: null },
    select: { id: true },
  });
  const tasks = await transaction.compositeTask.findMany({
    where: { shopId, state: { in: ["pending", "in_progress"] } },
    select: { id: true, state: true },
  });
  for (const { id } of orders) await jobs.enqueue(transaction, "create-order", { shopId, orderId: id });
  for (const { id } of lines) await jobs.enqueue(transaction, "list-templates", { shopId, lineItemId: id });
  for (const { id, state } of tasks)
    await jobs.enqueue(transaction, state === "pending" ? "start-composite-task" : "check-composite-task", {
      shopId,
      taskId: id,
    });
}
