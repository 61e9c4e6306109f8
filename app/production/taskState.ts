import type { CompositeTask, LineItem } from "@prisma/client";
import type { Transaction } from "../database/database.ts";
import type { LineFailure } from "../orders/failure.ts";
import { type LineItemReference, LONGEST_REASON, subjectOf } from "../orders/lineItemState.ts";
import { lockOrder } from "../orders/lockOrder.ts";
import { refreshOrderState } from "../orders/orderState.ts";
import { storableText } from "../text/storableText.ts";
import { addToTimeline } from "../timeline/timeline.ts";
import { lineProgress } from "./lineProgress.ts";

export type TaskWithLine = CompositeTask & { lineItem: LineItem };

/**
 * Ends a task without files; the line's other tasks go on. Changes nothing where the task is not in the state
 * `from` any more.
 */
export async function failTask(
  transaction: Transaction,
  task: TaskWithLine,
  from: "starting" | "in_progress",
  failure: LineFailure,
  failedReason: string | null = null,
): Promise<void> {
  await lockOrder(transaction, task.lineItem.orderId);
  const { count } = await transaction.compositeTask.updateMany({
    where: { id: task.id, state: from },
    data: {
      state: "failed",
      failureCode: failure.code,
      failureReason: storableText(failure.reason, LONGEST_REASON),
      failedReason: storableText(failedReason ?? failure.reason, LONGEST_REASON),
      finishedAt: new Date(),
    },
  });
  if (count === 0) return;
  await addToTimeline(transaction, subjectOf(task.lineItem), "failed", failure.reason, {
    code: failure.code,
  });
  await refreshLineItem(transaction, task.lineItem);
}

/** Ends a task with its files. Changes nothing where the task is no longer in progress. */
export async function succeedTask(
  transaction: Transaction,
  task: TaskWithLine,
  resources: string[],
): Promise<void> {
  const { shopId } = task;
  await lockOrder(transaction, task.lineItem.orderId);
  const { count } = await transaction.compositeTask.updateMany({
    where: { id: task.id, state: "in_progress" },
    data: { state: "succeeded", finishedAt: new Date() },
  });
  if (count === 0) return;
  await transaction.productionFile.createMany({
    data: resources.map((url, position) => ({ shopId, taskId: task.id, position, url })),
    skipDuplicates: true,
  });
  const files =
    resources.length === 1
      ? "The production file is ready"
      : `${resources.length} production files are ready`;
  const message = `${files}: ${task.templateTitle || "template"}.`;
  await addToTimeline(transaction, subjectOf(task.lineItem), "file_ready", message);
  await refreshLineItem(transaction, task.lineItem);
}

/** Writes the line's and the order's state after one of the line's tasks changed. The order's lock must be held. */
export async function refreshLineItem(transaction: Transaction, line: LineItemReference): Promise<void> {
  const progress = lineProgress(await newestTasks(transaction, line.id));
  await transaction.lineItem.updateMany({
    where: { id: line.id, state: { not: "cancelled" } },
    data: { failureCode: null, failureReason: null, ...progress },
  });
  await refreshOrderState(transaction, line.orderId);
}

/** The newest attempt of each template of a line item. */
export async function newestTasks(
  transaction: Pick<Transaction, "compositeTask">,
  lineItemId: string,
): Promise<CompositeTask[]> {
  return transaction.compositeTask.findMany({
    where: { lineItemId },
    orderBy: [{ position: "asc" }, { compositeId: "asc" }, { attempt: "desc" }],
    distinct: ["position", "compositeId"],
  });
}
