import type { CustomeowFailure } from "../customeow/failure.ts";
import { compositeId, parseCustomInfoId } from "../customeow/ids.ts";
import type { JobHandler } from "../jobs/work.ts";
import { lineFailures } from "../orders/failure.ts";
import { lockOrder } from "../orders/lockOrder.ts";
import { stopForRefusedKey } from "../orders/refusedKey.ts";
import { keepUnexpectedAnswer } from "../orders/unexpectedAnswer.ts";
import { addToTimeline } from "../timeline/timeline.ts";
import { FIRST_CHECK_AFTER_SECONDS } from "./checkSchedule.ts";
import type { ProductionServices } from "./productionServices.ts";
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
      if (task === null) return;
      // Nobody else holds the lock, so an attempt that is still `starting` died before its answer was known.
      if (task.state === "starting") await endUnknown(services, task);
      if (task.state === "pending") await start(services, task);
    });
}

async function endUnknown({ database }: ProductionServices, task: TaskWithLine): Promise<void> {
  await database.$transaction((transaction) =>
    failTask(transaction, task, "starting", lineFailures.taskOutcomeUnknown()),
  );
}

async function start(services: ProductionServices, task: TaskWithLine): Promise<void> {
  const { database, jobs } = services;
  const { shopId } = task;
  const account = await services.customeow.forShop(shopId);
  const customInfoId = parseCustomInfoId(task.lineItem.customInfoId ?? "");
  if (account === null || customInfoId === null || task.lineItem.state === "cancelled") return;

  const client = account.claiming(() => claim(services, task));
  const wanted = { customInfoId, compositeId: compositeId.parse(task.compositeId) };
  const started = await client.startCompositeTask(wanted);
  if (!started.ok) return handleFailure(services, task, started.failure);

  await database.$transaction(async (transaction) => {
    await lockOrder(transaction, task.lineItem.orderId);
    const { count } = await transaction.compositeTask.updateMany({
      where: { id: task.id, state: "starting" },
      data: { state: "in_progress", customeowTaskId: started.value, startedAt: new Date() },
    });
    if (count === 0) return;
    const { orderId } = task.lineItem;
    const message = `CustoMeow is making the production file: ${task.templateTitle || "template"}.`;
    await addToTimeline(
      transaction,
      { shopId, orderId, lineItemId: task.lineItemId },
      "production_started",
      message,
      {
        customeowTaskId: started.value,
      },
    );
    await jobs.enqueue(
      transaction,
      "check-composite-task",
      { shopId, taskId: task.id },
      { afterSeconds: FIRST_CHECK_AFTER_SECONDS },
    );
  });
}

/**
 * Commits that the task is being asked for, right before it is.
 * @throws Error when another worker was first; then nothing may be sent.
 */
async function claim({ database }: ProductionServices, task: TaskWithLine): Promise<void> {
  const { count } = await database.compositeTask.updateMany({
    where: { id: task.id, state: "pending" },
    data: { state: "starting" },
  });
  if (count === 0) throw new Error("Another worker is starting the production file.");
}

async function handleFailure(
  services: ProductionServices,
  task: TaskWithLine,
  failure: CustomeowFailure,
): Promise<void> {
  const { database } = services;
  const { shopId, orderId } = task.lineItem;
  await keepUnexpectedAnswer(database, { shopId, orderId }, "POST /composite/task", failure);
  const certainlyNotStarted = () =>
    database.compositeTask.updateMany({
      where: { id: task.id, state: "starting" },
      data: { state: "pending" },
    });

  switch (failure.kind) {
    case "unavailable":
    case "over_quota":
      await certainlyNotStarted();
      throw new Error(failure.message);
    case "bad_key":
      await certainlyNotStarted();
      await stopForRefusedKey(database, shopId, orderId);
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
