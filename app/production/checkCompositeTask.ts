import type { CompositeTask } from "@prisma/client";
import type { CompositeTaskResult } from "../customeow/compositeTask.ts";
import type { CustomeowFailure } from "../customeow/failure.ts";
import { compositeTaskId } from "../customeow/ids.ts";
import type { JobHandler } from "../jobs/work.ts";
import { type Failure, quoted } from "../orders/lifecycle/failures.ts";
import type { TaskNotes } from "../orders/lifecycle/orderChange.ts";
import { pauseAfterStrangeAnswer } from "../orders/send/strangeAnswers.ts";
import { keepUnexpectedAnswer } from "../orders/send/unexpectedAnswer.ts";
import type { CustomeowAccount } from "../accounts/customeowAccounts.ts";
import { retryLater } from "../accounts/retryLater.ts";
import { GIVE_UP_AFTER_MILLISECONDS } from "./checkSchedule.ts";
import type { ProductionServices } from "./productionServices.ts";

/** Asks for the result of a composite task, until there is one. */
export function checkCompositeTaskHandler(services: ProductionServices): JobHandler<"check-composite-task"> {
  return async ({ shopId, taskId }) => {
    const life = await services.lifecycle.read({ shopId, taskId });
    const line = life?.lines[0];
    const task = line?.tasks.find(({ id }) => id === taskId);
    if (line === undefined || line.state === "cancelled" || task?.state !== "in_progress") return;
    const account = await services.customeow.forShop(shopId, "checking");
    if (task.customeowTaskId === null || account === null) return;

    const read = await account.client.compositeTask(compositeTaskId.parse(task.customeowTaskId));
    if (read.ok) await learn(services, task, account, read.value);
    else await handleFailure(services, { ...task, orderId: line.orderId }, read.failure);
  };
}

async function learn(
  services: ProductionServices,
  task: CompositeTask,
  account: CustomeowAccount,
  result: CompositeTaskResult,
): Promise<void> {
  switch (result.status) {
    case "none":
    case "in_progress":
      return checkLater(services, task, await services.checks.secondsUntilCheck(account, nextCheckOf(task)), {
        inProgressAt: new Date(),
        strangeAnswers: 0,
      });
    case "failed":
      return fail(services, task, { code: "task_failed", parameters: quoted.words(result.failedReason) });
    case "succeeded":
      services.checks.learn(task);
      if (result.resources.length > 0) await succeed(services, task, result.resources);
      else await fail(services, task, { code: "task_without_files", parameters: {} });
  }
}

async function succeed(
  { lifecycle }: ProductionServices,
  { shopId, id: taskId, templateTitle: template }: CompositeTask,
  resources: string[],
): Promise<void> {
  await lifecycle.change({ shopId, taskId }, (change) => {
    const found = change.task(taskId);
    if (found === null || !change.taskHappens(found, "succeeded")) return;
    change.addFiles(found.task, resources);
    change.tell({ code: "files_ready", parameters: { template, files: resources.length } }, found.line);
  });
}

async function fail(
  { lifecycle }: ProductionServices,
  { shopId, id: taskId }: CompositeTask,
  failure: Failure,
): Promise<void> {
  await lifecycle.change({ shopId, taskId }, (change) => {
    const found = change.task(taskId);
    if (found !== null) change.taskFails(found, "failed", failure);
  });
}

/**
 * Has the task asked for again. Invariant: a task has one chain of checks, however often a job of it is repeated:
 * only the check that the task counts next goes on.
 */
async function checkLater(
  services: ProductionServices,
  task: CompositeTask,
  afterSeconds: number,
  learned: TaskNotes,
): Promise<void> {
  if (Date.now() - (task.startedAt?.getTime() ?? 0) > GIVE_UP_AFTER_MILLISECONDS)
    return fail(services, task, { code: "task_too_slow", parameters: {} });
  const { shopId, id: taskId } = task;
  const { checks } = nextCheckOf(task);
  await services.lifecycle.change({ shopId, taskId }, (change) => {
    const found = change.task(taskId);
    if (found?.task.checks !== task.checks) return;
    if (change.taskHappens(found, "not_done_yet", { ...learned, checks }))
      change.checkAfter(found.task, afterSeconds);
  });
}

const nextCheckOf = (task: CompositeTask) => ({ ...task, checks: task.checks + 1 });

async function handleFailure(
  services: ProductionServices,
  task: CompositeTask & { orderId: string },
  failure: CustomeowFailure,
): Promise<void> {
  const { shopId, orderId } = task;
  await keepUnexpectedAnswer(services.sql, { shopId, orderId }, "GET /composite/task/{id}", failure);
  switch (failure.kind) {
    case "unavailable":
    case "over_quota":
    case "unknown_outcome":
    case "bad_key":
      throw retryLater(failure);
    case "not_found":
      return fail(services, task, { code: "task_refused", parameters: quoted.words(failure.message) });
    case "rejected":
    case "unexpected_answer": {
      // The file is being made all the same: one strange answer is no reason to give it up.
      const pause = pauseAfterStrangeAnswer(task.strangeAnswers, services.timeoutMilliseconds);
      if (pause === null) return fail(services, task, reasonOf(failure));
      return checkLater(services, task, pause, { strangeAnswers: task.strangeAnswers + 1 });
    }
  }
}

function reasonOf(failure: Extract<CustomeowFailure, { kind: "rejected" | "unexpected_answer" }>): Failure {
  return failure.kind === "rejected"
    ? { code: "task_refused", parameters: quoted.words(failure.message) }
    : { code: "task_unreadable", parameters: {} };
}
