import type { Database } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { advanceLineItem } from "../orders/lineItemState.ts";
import type { Retried } from "../orders/retryOrder.ts";

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
    await advanceLineItem(transaction, task.lineItem, "composing", { kind: "made_again", message });
    await jobs.enqueue(transaction, "start-composite-task", { shopId, taskId: again.id });
    return { outcome: "retried" };
  });
}

/** Looks for a line item's templates once more, at the merchant's word. */
export async function retryLineItem(
  services: MakeAgainServices,
  shopId: string,
  lineItemId: string,
): Promise<Retried> {
  const { database, jobs } = services;
  return database.$transaction(async (transaction) => {
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
    await advanceLineItem(
      transaction,
      line,
      "sent",
      { kind: "made_again", message },
      { templatesListedAt: null },
    );
    await jobs.enqueue(transaction, "list-templates", { shopId, lineItemId });
    return { outcome: "retried" };
  });
}
