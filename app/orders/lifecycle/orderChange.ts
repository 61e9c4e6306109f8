import type { CompositeTask, LineItem, Order, Prisma } from "@prisma/client";
import { z } from "zod";
import { v7 as newId } from "uuid";
import type { Advice, OrderFact } from "./facts.ts";
import type { Failure } from "./failures.ts";
import { type LineLife, newestTasks, type OrderLife } from "./life.ts";
import { lineProgress } from "./lineProgress.ts";
import { orderState } from "./states.ts";
import {
  isPossible,
  type LineEvent,
  lineEvents,
  type SubmissionEvent,
  submissionEvents,
  type TaskEvent,
  taskEvents,
} from "./transitions.ts";

/** What is noted of an order beside its states, which only events change. */
export type OrderNotes = Partial<
  Pick<
    Order,
    | "platformUpdatedAt"
    | "cancelledAt"
    | "otherItemIds"
    | "customeowOrderId"
    | "confirmedAt"
    | "strangeAnswers"
  >
>;

export type LineNotes = Partial<
  Pick<
    LineItem,
    | "customInfoId"
    | "platformDesign"
    | "platformProductImage"
    | "quantity"
    | "quantityLeft"
    | "sentToCustomeow"
    | "templatesListedAt"
    | "strangeAnswers"
  >
>;

/** Of whatever version of the app. */
const storedAdvice = z.array(z.object({ code: z.string(), parameters: z.unknown() })).catch([]);

export type TaskNotes = Partial<
  Pick<CompositeTask, "customeowTaskId" | "checks" | "inProgressAt" | "strangeAnswers">
>;

/** A line that is not stored yet. Its state comes from its design, not from an event. */
export type NewLine = Omit<
  LineItem,
  "id" | "orderId" | "advice" | "strangeAnswers" | "failureCode" | "failureParameters"
> & { failure: Failure | null };

export type NewTask = Pick<
  CompositeTask,
  "compositeId" | "templateTitle" | "position" | "attempt" | "lostBefore"
>;

interface ToldFact {
  fact: OrderFact;
  lineItemId: string | null;
}

/**
 * A change of an order that is being decided: what happens to it and its parts, by the table in transitions.ts. Nothing
 * is stored before the whole is (writeChange.ts), so a change is decided without waiting for anything.
 */
export class OrderChange {
  /** As it was read. */
  readonly before: OrderLife;
  /** As it is to be. */
  readonly order: Order;
  readonly lines: LineLife[];
  readonly files: { taskId: string; position: number; url: string }[] = [];
  readonly told: ToldFact[] = [];
  /** Tasks of which CustoMeow is to be asked so many seconds from now. */
  readonly checks = new Map<string, number>();
  attemptBegins = false;
  /** The order is sent although nothing in it is new to be sent. */
  isSentAgain = false;
  readonly startingTasks = new Set<string>();

  constructor(life: OrderLife) {
    this.before = life;
    this.order = { ...life.order };
    this.lines = life.lines.map((line) => ({ ...line, tasks: line.tasks.map((task) => ({ ...task })) }));
  }

  get shop(): OrderLife["shop"] {
    return this.before.shop;
  }

  /** Null where the order has no such line any more. */
  line(lineItemId: string): LineLife | null {
    return this.lines.find(({ id }) => id === lineItemId) ?? null;
  }

  /** Null where there is no such task. */
  task(taskId: string): { line: LineLife; task: CompositeTask } | null {
    for (const line of this.lines) {
      const task = line.tasks.find(({ id }) => id === taskId);
      if (task !== undefined) return { line, task };
    }
    return null;
  }

  tell(fact: OrderFact, line?: Pick<LineItem, "id">): void {
    this.told.push({ fact, lineItemId: line?.id ?? null });
  }

  noteOrder(notes: OrderNotes): void {
    Object.assign(this.order, notes);
  }

  noteLine(line: LineLife, notes: LineNotes): void {
    Object.assign(line, notes);
  }

  /**
   * Tells the merchant what to do in CustoMeow by hand. What was told before stands until it is settled.
   * @param settled what does not have to be done any more; what is told anew replaces what was told of the same
   */
  advise(line: LineLife, now: readonly Advice[], settled: readonly Advice["code"][] = []): void {
    const replaced: readonly string[] = [...settled, ...now.map(({ code }) => code)];
    const standing = storedAdvice.parse(line.advice).filter(({ code }) => !replaced.includes(code));
    const advice = [...standing, ...now];
    Object.assign(line, { advice: advice.length === 0 ? null : advice });
  }

  noteTask(task: CompositeTask, notes: TaskNotes): void {
    Object.assign(task, notes);
  }

  /** @returns false, with nothing changed, where it cannot happen in the state that the order is in */
  submissionHappens(event: SubmissionEvent): boolean {
    if (!isPossible(submissionEvents[event], this.order.submission)) return false;
    this.order.submission = submissionEvents[event].to;
    if (event === "attempt_begun") this.attemptBegins = true;
    if (event === "sent_again") this.order.strangeAnswers = 0;
    return true;
  }

  /** Has the order sent, although nothing in it is new to be sent. */
  sendSoon(): void {
    this.isSentAgain = true;
  }

  /** @returns as submissionHappens */
  lineHappens(line: LineLife, event: LineEvent, notes: LineNotes = {}): boolean {
    if (!isPossible(lineEvents[event], line.state)) return false;
    Object.assign(line, notes, { state: lineEvents[event].to, failureCode: null, failureParameters: null });
    return true;
  }

  /** As lineHappens, for what makes a line fail: the history tells why. */
  lineFails(line: LineLife, event: LineEvent, failure: Failure, notes: LineNotes = {}): boolean {
    if (!this.lineHappens(line, event, notes)) return false;
    Object.assign(line, asColumns(failure));
    this.tell(asFact(failure), line);
    return true;
  }

  /** Adds a line to the order, in the state that it comes with; where it failed, the history tells why. */
  addLine({ failure, ...columns }: NewLine): LineLife {
    const added: LineLife = {
      ...columns,
      ...(failure === null ? { failureCode: null, failureParameters: null } : asColumns(failure)),
      id: newId(),
      orderId: this.order.id,
      advice: null,
      strangeAnswers: 0,
      tasks: [],
    };
    this.lines.push(added);
    if (failure !== null) this.tell(asFact(failure), added);
    return added;
  }

  /** Another attempt at one template's files, the first or a later one; it is asked for as soon as the quota allows. */
  addTask(line: LineLife, task: NewTask): void {
    const added: CompositeTask = {
      ...task,
      id: newId(),
      shopId: line.shopId,
      lineItemId: line.id,
      state: "pending",
      customeowTaskId: null,
      startedAt: null,
      finishedAt: null,
      checks: 0,
      inProgressAt: null,
      strangeAnswers: 0,
      failureCode: null,
      failureParameters: null,
      abandoned: line.state === "cancelled",
    };
    line.tasks.push(added);
    line.tasks.sort(byTemplate);
    if (added.attempt > 1) this.#followTasks(line);
  }

  /** @returns as submissionHappens */
  taskHappens(
    { line, task }: { line: LineLife; task: CompositeTask },
    event: TaskEvent,
    notes: TaskNotes = {},
  ): boolean {
    if (!isPossible(taskEvents[event], task.state)) return false;
    const { to } = taskEvents[event];
    Object.assign(task, notes, { state: to });
    if (event === "claimed" || event === "started") this.startingTasks.add(task.id);
    if (event === "released") task.startedAt = null;
    if (to === "succeeded" || to === "failed") task.finishedAt = new Date();
    const isRevived = event === "asked_again" || event === "started_late";
    if (isRevived) {
      Object.assign(task, {
        failureCode: null,
        failureParameters: null,
        finishedAt: null,
        strangeAnswers: 0,
      });
      this.startingTasks.add(task.id);
    }
    if (to === "succeeded" || isRevived) this.#followTasks(line);
    return true;
  }

  /**
   * It is not known what became of a task's start, and it cannot be under way any more: another attempt takes its place.
   * @returns as submissionHappens
   */
  repeatStart({ line, task }: { line: LineLife; task: CompositeTask }): boolean {
    if (!this.taskHappens({ line, task }, "lost")) return false;
    Object.assign(task, asColumns({ code: "task_outcome_unknown", parameters: {} }));
    const { compositeId, templateTitle, position } = task;
    const [attempt, lostBefore] = [task.attempt + 1, task.lostBefore + 1];
    this.addTask(line, { compositeId, templateTitle, position, attempt, lostBefore });
    this.tell({ code: "start_repeated", parameters: { template: templateTitle } }, line);
    return true;
  }

  /** As taskHappens, for what ends a task without files; the line's other tasks go on. */
  taskFails(
    found: { line: LineLife; task: CompositeTask },
    event: "not_started" | "failed",
    failure: Failure,
  ): boolean {
    if (!this.taskHappens(found, event)) return false;
    Object.assign(found.task, asColumns(failure));
    this.tell(asFact(failure), found.line);
    this.#followTasks(found.line);
    return true;
  }

  /**
   * CustoMeow answered to the start of a task. Of several attempts at one template's files, the first that is answered
   * counts: where this one was given up, its answer stands for the attempt that took its place.
   * @returns the task that is under way now; null where an answer is no longer wanted
   */
  taskAnswered(
    { line, task }: { line: LineLife; task: CompositeTask },
    customeowTaskId: string,
  ): CompositeTask | null {
    const notes = { customeowTaskId, strangeAnswers: 0 };
    if (this.taskHappens({ line, task }, "started", notes)) return task;
    const isLost = task.state === "failed" && task.failureCode === "task_outcome_unknown";
    const successor = newestTasks(line).find(
      ({ position, compositeId, attempt, lostBefore }) =>
        position === task.position &&
        compositeId === task.compositeId &&
        attempt - lostBefore <= task.attempt,
    );
    if (!isLost || successor === undefined) return null;
    const isUnanswered = successor.customeowTaskId === null;
    return isUnanswered && this.taskHappens({ line, task: successor }, "started_late", notes)
      ? successor
      : null;
  }

  addFiles(task: CompositeTask, urls: readonly string[]): void {
    for (const [position, url] of urls.entries()) this.files.push({ taskId: task.id, position, url });
  }

  checkAfter(task: CompositeTask, seconds: number): void {
    this.checks.set(task.id, seconds);
  }

  /** The order's own state follows from its lines'. */
  settle(): void {
    const states = [...this.lines.map(({ state }) => state), ...this.before.otherLineStates];
    this.order.state = orderState(states);
  }

  /** A line whose templates are known is as far as its tasks. */
  #followTasks(line: LineLife): void {
    const progress = lineProgress(newestTasks(line));
    const event = ({ composing: "files_being_made", ready: "files_made", failed: "files_failed" } as const)[
      progress.state
    ];
    if (!this.lineHappens(line, event) || progress.state !== "failed") return;
    line.failureCode = progress.failureCode;
    line.failureParameters = progress.failureParameters;
  }
}

function asColumns({ code, parameters }: Failure) {
  return { failureCode: code, failureParameters: parameters satisfies Prisma.JsonObject };
}

function asFact(failure: Failure): OrderFact {
  return { code: "item_failed", parameters: failure };
}

function byTemplate(one: CompositeTask, other: CompositeTask): number {
  return (
    one.position - other.position ||
    Number(one.compositeId > other.compositeId) - Number(one.compositeId < other.compositeId) ||
    other.attempt - one.attempt
  );
}
