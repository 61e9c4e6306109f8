import type { Lifecycle } from "../orders/lifecycle/lifecycle.ts";
import { newestTasks } from "../orders/lifecycle/life.ts";
import { NOT_THERE, type Retried } from "../orders/lifecycle/retried.ts";

interface MakeAgainServices {
  lifecycle: Lifecycle;
}

/** Has a template's files made once more, at the merchant's word: a new attempt, beside what there is already. */
export async function makeAgain(
  { lifecycle }: MakeAgainServices,
  shopId: string,
  taskId: string,
): Promise<Retried> {
  const retried = await lifecycle.change<Retried>({ shopId, taskId }, (change) => {
    const found = change.task(taskId);
    if (found === null) return NOT_THERE;
    const { line, task } = found;
    if (line.redactedAt !== null) return { outcome: "not_possible", reason: "design_deleted" };
    if (line.state === "cancelled") return { outcome: "not_possible", reason: "item_cancelled" };
    if (task.state !== "failed" && task.state !== "succeeded")
      return { outcome: "not_possible", reason: "file_being_made" };
    const newest = newestTasks(line).find(
      ({ compositeId, position }) => compositeId === task.compositeId && position === task.position,
    );
    // Two clicks make one attempt.
    if (newest?.id !== task.id) return { outcome: "not_possible", reason: "file_made_again" };

    const { compositeId, templateTitle, position, attempt } = task;
    change.addTask(line, { compositeId, templateTitle, position, attempt: attempt + 1, lostBefore: 0 });
    change.tell({ code: "made_again", parameters: { template: templateTitle } }, line);
    return { outcome: "retried" };
  });
  return retried ?? NOT_THERE;
}

/**
 * Tries a line item again that failed, at the merchant's word: production files whose state could not be read are
 * read again, not made twice; where there are none yet, the templates are looked for once more.
 */
export async function retryLineItem(
  { lifecycle }: MakeAgainServices,
  shopId: string,
  lineItemId: string,
): Promise<Retried> {
  const retried = await lifecycle.change<Retried>({ shopId, lineItemId }, (change) => {
    const line = change.line(lineItemId);
    if (line === null) return NOT_THERE;
    if (line.redactedAt !== null) return { outcome: "not_possible", reason: "design_deleted" };
    const unreadable = newestTasks(line).filter(
      ({ state, failureCode }) => state === "failed" && failureCode === "task_unreadable",
    );
    if (line.state === "failed" && unreadable.length > 0) {
      for (const task of unreadable)
        if (change.taskHappens({ line, task }, "asked_again")) change.checkAfter(task, 0);
    } else if (
      !line.sentToCustomeow ||
      line.tasks.length > 0 ||
      !change.lineHappens(line, "tried_again", { templatesListedAt: null, strangeAnswers: 0 })
    )
      return { outcome: "not_possible", reason: "item_not_failed" };
    change.tell({ code: "tried_again", parameters: {} }, line);
    return { outcome: "retried" };
  });
  return retried ?? NOT_THERE;
}
