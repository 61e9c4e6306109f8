import type { CompositeTask, LineItem } from "@prisma/client";
import type { Transaction } from "../database/database.ts";
import type { LineFailure } from "../orders/failure.ts";
import { advanceLineItem, failLineItem } from "../orders/lineItemState.ts";

export type TaskWithLine = CompositeTask & { lineItem: LineItem };

/** Ends a task without files, and its line item with it; the line's other tasks go on. */
export async function failTask(
  transaction: Transaction,
  task: TaskWithLine,
  failure: LineFailure,
  failedReason: string | null = null,
): Promise<void> {
  await transaction.compositeTask.update({
    where: { id: task.id },
    data: { state: "failed", failedReason: failedReason ?? failure.reason, finishedAt: new Date() },
  });
  await failLineItem(transaction, task.lineItem, failure);
}

/** Ends a task with its files. The line item is ready once the newest task of each of its templates has succeeded. */
export async function succeedTask(
  transaction: Transaction,
  task: TaskWithLine,
  resources: string[],
): Promise<void> {
  const { shopId } = task;
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
  const entry = { kind: "file_ready" as const, message: `${files}: ${task.templateTitle || "template"}.` };
  const others = await newestTasks(transaction, task.lineItemId);
  const ready = others.every(({ state }) => state === "succeeded");
  const failed = others.some(({ state }) => state === "failed");
  if (failed && task.lineItem.state === "failed") {
    // A sibling template failed: its reason stays with the line until the merchant has it made again.
    const { failureCode, failureReason } = task.lineItem;
    await advanceLineItem(transaction, task.lineItem, "composing", entry);
    await transaction.lineItem.update({
      where: { id: task.lineItemId },
      data: { state: "failed", failureCode, failureReason },
    });
    return;
  }
  await advanceLineItem(transaction, task.lineItem, ready ? "ready" : "composing", entry);
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
