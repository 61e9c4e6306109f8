import type { CompositeTask } from "@prisma/client";
import sql from "sql-template-tag";
import type { CustomeowFailure } from "../customeow/failure.ts";
import { type CompositeTaskId, compositeId, parseCustomInfoId } from "../customeow/ids.ts";
import type { Sql } from "../database/sql.ts";
import { untilReachable } from "../database/untilReachable.ts";
import { PostponedError } from "../jobs/postponed.ts";
import type { JobHandler } from "../jobs/work.ts";
import { quoted } from "../orders/lifecycle/failures.ts";
import type { LineLife } from "../orders/lifecycle/life.ts";
import type { TaskNotes } from "../orders/lifecycle/orderChange.ts";
import { pauseAfterStrangeAnswer } from "../orders/send/strangeAnswers.ts";
import { keepUnexpectedAnswer } from "../orders/send/unexpectedAnswer.ts";
import type { CustomeowAccount } from "../accounts/customeowAccounts.ts";
import { retryLater } from "../accounts/retryLater.ts";
import type { ProductionServices } from "./productionServices.ts";

interface TaskOfLine {
  task: CompositeTask;
  line: LineLife;
}

/** The task need not be started: another worker does it, or its item was cancelled. */
class NotWantedError extends Error {
  override readonly name = "NotWantedError";
}

/** How often the app starts a template's files again by itself, each time that they are wanted. */
const REPEATS_AT_MOST = 2;

/**
 * Asks CustoMeow to make one template's files. Invariant: no task is started twice for the same line item,
 * template and attempt. There is no call to look a started task up: an attempt whose answer is lost is given up once it
 * can no longer be under way, and another takes its place; after a few, the merchant decides.
 */
export function startCompositeTaskHandler(services: ProductionServices): JobHandler<"start-composite-task"> {
  return async ({ shopId, taskId }) => {
    const life = await services.lifecycle.read({ shopId, taskId });
    const line = life?.lines[0];
    const task = line?.tasks.find(({ id }) => id === taskId);
    if (line === undefined || task === undefined) return;
    if (task.state === "pending") return start(services, { line, task });
    if (task.state !== "starting") return;
    await waitUntilSettled(services.sql, task, services.timeoutMilliseconds);
    await giveUpStart(services, task);
  };
}

async function start(services: ProductionServices, { line, task }: TaskOfLine): Promise<void> {
  const customInfoId = parseCustomInfoId(line.customInfoId ?? "");
  if (line.state === "cancelled" || customInfoId === null) return;
  const account = await services.customeow.forShop(task.shopId, "production");
  if (account === null) return;
  if (await account.isTroubled()) await askSafely(account);

  const client = account.claiming(() => claim(services, task));
  const wanted = { customInfoId, compositeId: compositeId.parse(task.compositeId) };
  try {
    const started = await client.startCompositeTask(wanted);
    if (started.ok) await untilReachable(() => keepStarted(services, task, account, started.value));
    else await handleFailure(services, { line, task }, started.failure);
  } catch (error) {
    if (!(error instanceof NotWantedError)) throw error;
  }
}

/**
 * Commits that the task is being asked for, right before it is. Invariant: one worker claims a task, and none does
 * once its item was cancelled.
 * @throws NotWantedError; then nothing may be sent.
 */
async function claim({ lifecycle }: ProductionServices, task: CompositeTask): Promise<void> {
  const { shopId, id: taskId } = task;
  const isClaimed = await lifecycle.change({ shopId, taskId }, (change) => {
    const found = change.task(taskId);
    if (found === null || found.line.state === "cancelled") return false;
    return change.taskHappens(found, "claimed");
  });
  if (isClaimed !== true) throw new NotWantedError("The production file is not to be started.");
}

/**
 * Whoever claimed the task may be about to note its answer.
 * @throws PostponedError until that can no longer be
 */
async function waitUntilSettled(
  rows: Sql,
  { startedAt }: CompositeTask,
  timeoutMilliseconds: number,
): Promise<void> {
  const margin = 2 * timeoutMilliseconds;
  const [row] = await rows.rows<{ seconds: number | null }>(sql`
    SELECT extract(epoch FROM ${startedAt}::timestamptz + ${margin} * interval '1 millisecond' - clock_timestamp())::float8
      AS seconds`);
  const seconds = row?.seconds ?? 0;
  if (seconds > 0) throw new PostponedError("The start of the task may still be under way.", seconds);
}

async function giveUpStart(
  { lifecycle }: ProductionServices,
  { shopId, id: taskId }: CompositeTask,
): Promise<void> {
  await lifecycle.change({ shopId, taskId }, (change) => {
    const found = change.task(taskId);
    if (found === null) return;
    const { line, task } = found;
    if (line.state !== "cancelled" && task.lostBefore < REPEATS_AT_MOST) change.repeatStart(found);
    else change.taskFails(found, "not_started", { code: "task_outcome_unknown", parameters: {} });
  });
}

async function endRefused(
  { lifecycle }: ProductionServices,
  { shopId, id: taskId }: CompositeTask,
  words: string,
): Promise<void> {
  await lifecycle.change({ shopId, taskId }, (change) => {
    const found = change.task(taskId);
    if (found !== null)
      change.taskFails(found, "not_started", { code: "task_refused", parameters: quoted.words(words) });
  });
}

/**
 * While CustoMeow does not answer, a reading finds out whether it does again: a lost reading costs nothing but itself, a
 * lost start may make the same files twice.
 */
async function askSafely(account: CustomeowAccount): Promise<void> {
  const asked = await account.client.skus(account.storeId, 1, 1);
  if (asked.ok) return;
  const { failure } = asked;
  if (failure.kind === "unavailable" || failure.kind === "over_quota" || failure.kind === "bad_key")
    throw retryLater(failure);
}

async function keepStarted(
  services: ProductionServices,
  task: CompositeTask,
  account: CustomeowAccount,
  customeowTaskId: CompositeTaskId,
): Promise<void> {
  const { shopId, id: taskId, templateTitle: template } = task;
  const afterSeconds = await services.checks.secondsUntilCheck(account, task);
  await services.lifecycle.change({ shopId, taskId }, (change) => {
    const found = change.task(taskId);
    if (found === null) return;
    const answered = change.taskAnswered(found, customeowTaskId);
    if (answered === null) return;
    change.checkAfter(answered, afterSeconds);
    change.tell({ code: "production_started", parameters: { template, customeowTaskId } }, found.line);
  });
}

async function handleFailure(
  services: ProductionServices,
  { line, task }: TaskOfLine,
  failure: CustomeowFailure,
): Promise<void> {
  const subject = { shopId: line.shopId, orderId: line.orderId };
  await keepUnexpectedAnswer(services.sql, subject, "POST /composite/task", failure);
  switch (failure.kind) {
    case "unavailable":
    case "over_quota":
    case "bad_key":
      await release(services, task);
      throw retryLater(failure);
    case "rejected": {
      const pause = pauseAfterStrangeAnswer(task.strangeAnswers, services.timeoutMilliseconds);
      if (pause === null) return endRefused(services, task, failure.message);
      await release(services, task, { strangeAnswers: task.strangeAnswers + 1 });
      throw new PostponedError(failure.message, pause);
    }
    case "not_found":
      return endRefused(services, task, failure.message);
    case "unknown_outcome":
    case "unexpected_answer":
      throw new PostponedError(`${failure.message}. It is asked again once this may not be under way.`, 0);
  }
}

/** CustoMeow certainly did nothing: the task may be asked for again. */
async function release(
  { lifecycle }: ProductionServices,
  { shopId, id: taskId }: CompositeTask,
  notes: TaskNotes = {},
): Promise<void> {
  await lifecycle.change({ shopId, taskId }, (change) => {
    const found = change.task(taskId);
    if (found !== null) change.taskHappens(found, "released", notes);
  });
}
