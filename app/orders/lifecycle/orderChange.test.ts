import type { CompositeTask, ProductionState, SubmissionState } from "@prisma/client";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { followUps } from "./followUps.ts";
import { asStored, placedOrder, queuedLine, taskOf } from "./life.fixture.ts";
import { OrderChange } from "./orderChange.ts";
import { type LineEvent, lineEvents, type SubmissionEvent, submissionEvents } from "./transitions.ts";

const SHOP = "018f0000-0000-7000-8000-000000000001";
const states: ProductionState[] = [
  "awaiting_customization",
  "queued",
  "sent",
  "composing",
  "ready",
  "failed",
  "no_template",
  "cancelled",
];
const submissions: SubmissionState[] = ["pending", "unknown", "created", "rejected"];

/** An order whose one line is in that state. */
function inState(state: ProductionState, submission: SubmissionState = "pending"): OrderChange {
  const stored = asStored(placedOrder(SHOP));
  return new OrderChange({
    ...stored,
    order: { ...stored.order, submission },
    lines: stored.lines.map((line) => ({ ...line, state })),
  });
}

const firstLine = (change: OrderChange) => {
  const [line] = change.lines;
  if (line === undefined) throw new Error("The order has no line.");
  return line;
};

describe("what happens to a line", () => {
  it("happens only in the states that the table names, and otherwise changes nothing", () => {
    const events = Object.keys(lineEvents) as LineEvent[];
    fc.assert(
      fc.property(fc.constantFrom(...states), fc.constantFrom(...events), (state, event) => {
        const change = inState(state);
        const line = firstLine(change);
        const isPossible = (lineEvents[event].from as readonly ProductionState[]).includes(state);
        expect(change.lineHappens(line, event)).toBe(isPossible);
        expect(line.state).toBe(isPossible ? lineEvents[event].to : state);
      }),
    );
  });

  it("never brings back a line that was cancelled but by a change in Shopify before it was sent", () => {
    const back = Object.entries(lineEvents).filter(([, { from }]) =>
      (from as readonly ProductionState[]).includes("cancelled"),
    );
    expect(back.map(([event]) => event).toSorted()).toEqual([
      "back_too_late",
      "became_awaiting",
      "became_queued",
      "became_unusable",
    ]);
  });

  it("tells the history why a line failed, and forgets the reason once it goes on", () => {
    const change = inState("sent");
    const line = firstLine(change);
    const failure = { code: "templates_refused", parameters: { words: "No." } } as const;
    change.lineFails(line, "templates_not_found", failure);
    expect(change.told.map(({ fact }) => fact)).toEqual([{ code: "item_failed", parameters: failure }]);
    expect(line).toMatchObject({ state: "failed", failureCode: "templates_refused" });
    change.lineHappens(line, "tried_again");
    expect(line).toMatchObject({ state: "sent", failureCode: null, failureParameters: null });
  });
});

describe("the sending of an order", () => {
  it("follows the table too", () => {
    const events = Object.keys(submissionEvents) as SubmissionEvent[];
    fc.assert(
      fc.property(fc.constantFrom(...submissions), fc.constantFrom(...events), (submission, event) => {
        const change = inState("queued", submission);
        const isPossible = (submissionEvents[event].from as readonly SubmissionState[]).includes(submission);
        expect(change.submissionHappens(event)).toBe(isPossible);
        expect(change.order.submission).toBe(isPossible ? submissionEvents[event].to : submission);
      }),
    );
  });

  it("is never begun once CustoMeow has the order or refused it", () => {
    for (const submission of ["created", "rejected"] as const)
      expect(inState("queued", submission).submissionHappens("attempt_begun")).toBe(false);
  });
});

describe("a composite task whose start was not answered", () => {
  const starting = (): { change: OrderChange; first: CompositeTask } => {
    const change = inState("composing", "created");
    const line = firstLine(change);
    const first = taskOf(line, { state: "starting", customeowTaskId: null });
    line.tasks.push(first);
    change.repeatStart({ line, task: first });
    return { change, first };
  };
  const tasks = (change: OrderChange) =>
    firstLine(change).tasks.map(({ attempt, state, customeowTaskId }) => [attempt, state, customeowTaskId]);
  const answer = (change: OrderChange, task: CompositeTask, id: string) =>
    change.taskAnswered({ line: firstLine(change), task }, id)?.attempt ?? null;

  it("is followed by another attempt, and its line goes on", () => {
    const { change } = starting();
    expect(tasks(change)).toEqual([
      [2, "pending", null],
      [1, "failed", null],
    ]);
    expect(firstLine(change).state).toBe("composing");
  });

  it("lends the attempt after it the answer that comes late, and what is answered then counts no more", () => {
    const { change, first } = starting();
    const [second] = firstLine(change).tasks;
    if (second === undefined) throw new Error("There is no second attempt.");
    expect(answer(change, first, "11")).toBe(2);
    expect(answer(change, second, "22")).toBeNull();
    expect(answer(change, first, "11")).toBeNull();
    expect(tasks(change)).toEqual([
      [2, "in_progress", "11"],
      [1, "failed", null],
    ]);
  });

  it("goes on by an answer that comes when a person was asked already", () => {
    const { change, first } = starting();
    const line = firstLine(change);
    const [second] = line.tasks;
    if (second === undefined) throw new Error("There is no second attempt.");
    change.taskHappens({ line, task: second }, "claimed");
    const failure = { code: "task_outcome_unknown", parameters: {} } as const;
    change.taskFails({ line, task: second }, "not_started", failure);
    expect(line.state).toBe("failed");
    expect(answer(change, first, "11")).toBe(2);
    expect(line).toMatchObject({ state: "composing", failureCode: null });
  });

  it("does not touch what a person had made again meanwhile", () => {
    const { change, first } = starting();
    const line = firstLine(change);
    line.tasks.length = 0;
    line.tasks.push(taskOf(line, { attempt: 3, state: "pending", customeowTaskId: null }), first);
    expect(answer(change, first, "11")).toBeNull();
  });
});

describe("the work that follows", () => {
  const jobsOf = (change: OrderChange) => followUps(change).map(({ job }) => job);

  it("is to send an order that was placed, once, however many lines it has", () => {
    expect(jobsOf(placedOrder(SHOP, [{}, {}, {}]))).toEqual(["create-order"]);
    expect(jobsOf(placedOrder(SHOP, [{ state: "cancelled" }]))).toEqual([]);
  });

  it("is to send what is added while CustoMeow does not have the order", () => {
    for (const submission of submissions) {
      const change = inState("ready", submission);
      change.addLine(queuedLine({ position: 1, platformItemId: "2" }));
      const isOpen = submission === "pending" || submission === "unknown";
      expect(jobsOf(change)).toEqual(isOpen ? ["create-order"] : []);
    }
  });

  it("is to list the templates of each line that CustoMeow took", () => {
    const change = inState("queued");
    change.lineHappens(firstLine(change), "taken_by_customeow");
    expect(jobsOf(change)).toEqual(["list-templates"]);
  });

  it("is to start what has not been started, and to ask for what has when it is told to", () => {
    const change = inState("sent");
    const line = firstLine(change);
    change.lineHappens(line, "templates_found");
    change.addTask(line, {
      compositeId: "9",
      templateTitle: "Front",
      position: 0,
      attempt: 1,
      lostBefore: 0,
    });
    expect(jobsOf(change)).toEqual(["start-composite-task"]);

    const stored = asStored(change);
    const started = new OrderChange({
      ...stored,
      lines: stored.lines.map((one) => ({ ...one, tasks: [taskOf(one, { state: "starting" })] })),
    });
    const task = firstLine(started).tasks[0];
    if (task === undefined) throw new Error("The line has no task.");
    started.taskHappens({ line: firstLine(started), task }, "started");
    started.checkAfter(task, 7);
    expect(followUps(started)).toMatchObject([{ job: "check-composite-task", afterSeconds: 7 }]);
  });

  it("is nothing where nothing changed", () => {
    fc.assert(
      fc.property(fc.constantFrom(...states), fc.constantFrom(...submissions), (state, submission) => {
        expect(jobsOf(inState(state, submission))).toEqual([]);
      }),
    );
  });
});
