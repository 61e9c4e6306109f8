import type { Database, Transaction } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { advanceLineItem, subjectOf } from "../orders/lineItemState.ts";
import { lockOrder } from "../orders/lockOrder.ts";
import type { Retried } from "../orders/retryOrder.ts";
import { addToTimeline } from "../timeline/timeline.ts";
import { newestTasks, refreshLineItem } from "./taskState.ts";

interface MakeAgainServices {
  database: Database;
  jobs: JobQueue;
}

/** Has a template's files made once more, at the merchant's word: a new attempt, beside what there is already. */
export async function makeAgain(
  services: MakeAgainServices,
  shopId: string,
  taskId: string,
): Promise<Retried> {
  const { database, jobs } = services;
  return database.$transaction(async (transaction) => {
    const task = await transaction.compositeTask.findFirst({
      where: { id: taskId, shopId },
      include: { lineItem: true },
    });
    if (task === null)
      return { outcome: "not_possible", reason: "This production file does not exist any more." };
    await lockOrder(transaction, task.lineItem.orderId);
    if (task.lineItem.state === "cancelled")
      return { outcome: "not_possible", reason: "This item was cancelled in Shopify." };
    if (task.state !== "failed" && task.state !== "succeeded")
      return { outcome: "not_possible", reason: "This production file is being made already." };

    const created = await transaction.compositeTask.createManyAndReturn({
      data: [
        {
          shopId,
          lineItemId: task.lineItemId,
          compositeId: task.compositeId,
          templateTitle: task.templateTitle,
          position: task.position,
          attempt: task.attempt + 1,
        },
      ],
      // Two clicks make one attempt.
      skipDuplicates: true,
      select: { id: true },
    });
    const again = created[0];
    if (again === undefined)
      return { outcome: "not_possible", reason: "This production file was made again already." };

    const message = `The merchant has the production file made again: ${task.templateTitle || "template"}.`;
    await addToTimeline(transaction, subjectOf(task.lineItem), "made_again", message);
    await refreshLineItem(transaction, task.lineItem);
    await jobs.enqueue(transaction, "start-composite-task", { shopId, taskId: again.id });
    return { outcome: "retried" };
  });
}

/**
 * Tries a line item again that failed, at the merchant's word: production files whose state could not be read are
 * read again, not made twice; where there are none yet, the templates are looked for once more.
 */
export async function retryLineItem(
  services: MakeAgainServices,
  shopId: string,
  lineItemId: string,
): Promise<Retried> {
  const { database, jobs } = services;
  return database.$transaction(async (transaction) => {
    const reread = await readAgain(transaction, jobs, shopId, lineItemId);
    if (reread) return { outcome: "retried" };
    const line = await transaction.lineItem.findFirst({
      where: {
        id: lineItemId,
        shopId,
        state: { in: ["failed", "no_template"] },
        sentToCustomeow: true,
        compositeTasks: { none: {} },
      },
    });
    if (line === null)
      return { outcome: "not_possible", reason: "Only an item that failed in CustoMeow can be retried." };
    const message = "The merchant has the item tried again.";
    const moved = await advanceLineItem(
      transaction,
      line,
      { from: ["failed", "no_template"], to: "sent" },
      { kind: "made_again", message },
      { templatesListedAt: null },
    );
    if (!moved) return { outcome: "not_possible", reason: "This item is being tried again already." };
    await jobs.enqueue(transaction, "list-templates", { shopId, lineItemId });
    return { outcome: "retried" };
  });
}

/** @returns whether there was a task to be read again. */
async function readAgain(
  transaction: Transaction,
  jobs: JobQueue,
  shopId: string,
  lineItemId: string,
): Promise<boolean> {
  const line = await transaction.lineItem.findFirst({ where: { id: lineItemId, shopId, state: "failed" } });
  if (line === null) return false;
  await lockOrder(transaction, line.orderId);
  const unreadable = (await newestTasks(transaction, line.id)).filter(
    ({ state, failureCode }) => state === "failed" && failureCode === "task_unreadable",
  );
  if (unreadable.length === 0) return false;
  for (const { id: taskId } of unreadable) {
    await transaction.compositeTask.update({
      where: { id: taskId },
      data: {
        state: "in_progress",
        unreadableChecks: 0,
        failureCode: null,
        failureReason: null,
        failedReason: null,
        finishedAt: null,
        startedAt: new Date(),
      },
    });
    await jobs.enqueue(transaction, "check-composite-task", { shopId, taskId });
  }
  const message = "The merchant has the item tried again.";
  await addToTimeline(transaction, subjectOf(line), "made_again", message);
  await refreshLineItem(transaction, line);
  return true;
}
