import type { CompositeTaskResult } from "../customeow/compositeTask.ts";
import type { CustomeowFailure } from "../customeow/failure.ts";
import { compositeTaskId } from "../customeow/ids.ts";
import type { JobHandler } from "../jobs/work.ts";
import { lineFailures } from "../orders/failure.ts";
import { stopForRefusedKey } from "../orders/refusedKey.ts";
import { keepUnexpectedAnswer } from "../orders/unexpectedAnswer.ts";
import {
  GIVE_UP_AFTER_MILLISECONDS,
  rememberDuration,
  secondsUntilCheck,
  UNREADABLE_CHECKS_AT_MOST,
} from "./checkSchedule.ts";
import type { ProductionServices } from "./productionServices.ts";
import type { CustomeowAccount } from "../accounts/customeowAccounts.ts";
import { retryLater } from "../accounts/retryLater.ts";
import { failTask, succeedTask, type TaskWithLine } from "./taskState.ts";

/** Asks for the result of a composite task, until there is one. */
export function checkCompositeTaskHandler(services: ProductionServices): JobHandler<"check-composite-task"> {
  return async ({ shopId, taskId }) => {
    const task = await services.database.compositeTask.findFirst({
      where: { id: taskId, shopId, state: "in_progress", lineItem: { state: { not: "cancelled" } } },
      include: { lineItem: true },
    });
    const account = await services.customeow.forShop(shopId, "checking");
    if (task === null || task.customeowTaskId === null || account === null) return;

    const read = await account.client.compositeTask(compositeTaskId.parse(task.customeowTaskId));
    if (read.ok) await learn(services, task, account, read.value);
    else await handleFailure(services, task, account, read.failure);
  };
}

async function learn(
  services: ProductionServices,
  task: TaskWithLine,
  account: CustomeowAccount,
  result: CompositeTaskResult,
): Promise<void> {
  const { database } = services;
  switch (result.status) {
    case "none":
    case "in_progress":
      return checkLater(services, task, account, { inProgressAt: new Date() });
    case "failed":
      await database.$transaction((rows) =>
        failTask(
          rows,
          task,
          "in_progress",
          lineFailures.taskFailed(result.failedReason),
          result.failedReason,
        ),
      );
      return;
    case "succeeded":
      await database.$transaction(async (rows) => {
        await rememberDuration(rows, task);
        if (result.resources.length > 0) await succeedTask(rows, task, result.resources);
        else await failTask(rows, task, "in_progress", lineFailures.taskWithoutFiles());
      });
  }
}

/**
 * Has the task asked for again. Invariant: a task has one chain of checks, however often a job of it is repeated:
 * only the check that the task counts next goes on.
 */
async function checkLater(
  { database, jobs }: ProductionServices,
  task: TaskWithLine,
  account: CustomeowAccount,
  learned: { inProgressAt: Date } | { unreadableChecks: number },
): Promise<void> {
  const { shopId, id: taskId } = task;
  const checks = task.checks + 1;
  const afterSeconds = await secondsUntilCheck(database, account, { ...task, checks });
  await database.$transaction(async (transaction) => {
    if (Date.now() - (task.startedAt?.getTime() ?? 0) > GIVE_UP_AFTER_MILLISECONDS) {
      await failTask(transaction, task, "in_progress", lineFailures.taskTooSlow());
      return;
    }
    const { count } = await transaction.compositeTask.updateMany({
      where: { id: taskId, state: "in_progress", checks: task.checks },
      data: { checks, ...learned },
    });
    if (count === 0) return;
    await jobs.enqueue(transaction, "check-composite-task", { shopId, taskId }, { afterSeconds });
  });
}

async function handleFailure(
  services: ProductionServices,
  task: TaskWithLine,
  account: CustomeowAccount,
  failure: CustomeowFailure,
): Promise<void> {
  const { database } = services;
  const { shopId, orderId } = task.lineItem;
  await keepUnexpectedAnswer(database, { shopId, orderId }, "GET /composite/task/{id}", failure);
  switch (failure.kind) {
    case "unavailable":
    case "over_quota":
    case "unknown_outcome":
      throw retryLater(failure);
    case "bad_key":
      await stopForRefusedKey(database, { shopId, orderId }, account.apiKeyFingerprint);
      return;
    case "not_found":
    case "rejected":
      await database.$transaction((rows) =>
        failTask(rows, task, "in_progress", lineFailures.taskRefused(failure.message)),
      );
      return;
    case "unexpected_answer":
      // The file is being made all the same: one garbled answer is no reason to give it up.
      if (task.unreadableChecks + 1 < UNREADABLE_CHECKS_AT_MOST)
        return checkLater(services, task, account, { unreadableChecks: task.unreadableChecks + 1 });
      await database.$transaction((rows) =>
        failTask(rows, task, "in_progress", lineFailures.taskUnreadable()),
      );
  }
}
