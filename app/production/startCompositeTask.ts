import type { CustomeowFailure } from "../customeow/failure.ts";
import { type CompositeTaskId, compositeId, parseCustomInfoId } from "../customeow/ids.ts";
import { untilReachable } from "../database/untilReachable.ts";
import type { JobHandler } from "../jobs/work.ts";
import { lineFailures } from "../orders/failure.ts";
import { lockOrder } from "../orders/lockOrder.ts";
import { stopForRefusedKey } from "../orders/refusedKey.ts";
import { keepUnexpectedAnswer } from "../orders/unexpectedAnswer.ts";
import type { CustomeowAccount } from "../accounts/customeowAccounts.ts";
import { retryLater } from "../accounts/retryLater.ts";
import { addToTimeline } from "../timeline/timeline.ts";
import { secondsUntilCheck } from "./checkSchedule.ts";
import type { ProductionServices } from "./productionServices.ts";
import { claimTask, NotWantedError, releaseTask, waitUntilSettled } from "./taskAttempt.ts";
import { failTask, type TaskWithLine } from "./taskState.ts";

/**
 * Asks CustoMeow to make one template's files. Invariant: no task is started twice for the same line item,
 * template and attempt. There is no call to look a started task up, so an attempt whose outcome is unknown is not
 * repeated: it fails, says so, and the merchant decides.
 */
export function startCompositeTaskHandler(services: ProductionServices): JobHandler<"start-composite-task"> {
  return ({ shopId, taskId }) =>
    services.locks.ifFree(`task ${taskId}`, async () => {
      const task = await services.database.compositeTask.findFirst({
        where: { id: taskId, shopId },
        include: { lineItem: true },
      });
      if (task?.state === "pending") await start(services, task);
      if (task?.state !== "starting") return;
      await waitUntilSettled(services.database, task.id, services.timeoutMilliseconds);
      await endUnknown(services, task);
    });
}

async function endUnknown({ database }: ProductionServices, task: TaskWithLine): Promise<void> {
  await database.$transaction((transaction) =>
    failTask(transaction, task, "starting", lineFailures.taskOutcomeUnknown()),
  );
}

async function start(services: ProductionServices, task: TaskWithLine): Promise<void> {
  const account = await services.customeow.forShop(task.shopId, "production");
  const customInfoId = parseCustomInfoId(task.lineItem.customInfoId ?? "");
  if (account === null || customInfoId === null) return;
  if (await account.isTroubled()) await askSafely(account);

  const client = account.claiming(() => claimTask(services.database, task.id));
  const wanted = { customInfoId, compositeId: compositeId.parse(task.compositeId) };
  try {
    const started = await client.startCompositeTask(wanted);
    if (started.ok) await untilReachable(() => keepStarted(services, task, account, started.value));
    else await handleFailure(services, task, account, started.failure);
  } catch (error) {
    if (!(error instanceof NotWantedError)) throw error;
  }
}

/**
 * While CustoMeow does not answer, a reading finds out whether it does again: a lost reading can be repeated, a lost
 * start can not.
 */
async function askSafely(account: CustomeowAccount): Promise<void> {
  const asked = await account.client.skus(account.storeId, 1, 1);
  if (asked.ok) return;
  const { failure } = asked;
  if (failure.kind === "unavailable" || failure.kind === "over_quota") throw retryLater(failure);
}

async function keepStarted(
  { database, jobs }: ProductionServices,
  task: TaskWithLine,
  account: CustomeowAccount,
  customeowTaskId: CompositeTaskId,
): Promise<void> {
  const { shopId, lineItemId } = task;
  const { orderId } = task.lineItem;
  const afterSeconds = await secondsUntilCheck(database, account, task);
  await database.$transaction(async (transaction) => {
    await lockOrder(transaction, orderId);
    const { count } = await transaction.compositeTask.updateMany({
      where: { id: task.id, state: "starting" },
      data: { state: "in_progress", customeowTaskId, startedAt: new Date() },
    });
    if (count === 0) return;
    const message = `CustoMeow is making the production file: ${task.templateTitle || "template"}.`;
    const subject = { shopId, orderId, lineItemId };
    await addToTimeline(transaction, subject, "production_started", message, { customeowTaskId });
    await jobs.enqueue(transaction, "check-composite-task", { shopId, taskId: task.id }, { afterSeconds });
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
  await keepUnexpectedAnswer(database, { shopId, orderId }, "POST /composite/task", failure);
  switch (failure.kind) {
    case "unavailable":
    case "over_quota":
      await releaseTask(database, task.id);
      throw retryLater(failure);
    case "bad_key":
      await releaseTask(database, task.id);
      await stopForRefusedKey(database, { shopId, orderId }, account.apiKeyFingerprint);
      return;
    case "not_found":
    case "rejected":
      await database.$transaction((rows) =>
        failTask(rows, task, "starting", lineFailures.taskRefused(failure.message)),
      );
      return;
    case "unknown_outcome":
    case "unexpected_answer":
      await endUnknown(services, task);
  }
}
