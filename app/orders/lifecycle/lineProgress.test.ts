import type { CompositeTaskState } from "@prisma/client";
import fc from "fast-check";
import { expect, it } from "vitest";
import { lineProgress } from "./lineProgress.ts";

const states: CompositeTaskState[] = ["pending", "starting", "in_progress", "succeeded", "failed"];
const toTask = (state: CompositeTaskState, index = 0) =>
  state === "failed"
    ? { state, failureCode: "task_failed", failureParameters: { words: `reason ${index}` } }
    : { state, failureCode: null, failureParameters: null };
const someTasks = fc
  .array(fc.constantFrom(...states), { minLength: 1 })
  .map((list) => list.map((state, index) => toTask(state, index)));

it("is ready once every template has its files", () => {
  expect(lineProgress([toTask("succeeded"), toTask("succeeded")])).toEqual({ state: "ready" });
});

it("fails with the reason of the first template that failed", () => {
  expect(lineProgress([toTask("succeeded"), toTask("failed", 1), toTask("failed", 2)])).toEqual({
    state: "failed",
    failureCode: "task_failed",
    failureParameters: { words: "reason 1" },
  });
});

it("is being made as long as one template is, whatever became of the others", () => {
  const working = fc.constantFrom<CompositeTaskState>("pending", "starting", "in_progress");
  fc.assert(
    fc.property(someTasks, working, (tasks, state) => {
      expect(lineProgress([...tasks, toTask(state)])).toEqual({ state: "composing" });
    }),
  );
});

it("always ends once all of its tasks have ended", () => {
  fc.assert(
    fc.property(someTasks, (tasks) => {
      const over = tasks.every(({ state }) => state === "succeeded" || state === "failed");
      expect(lineProgress(tasks).state === "composing").toBe(!over);
    }),
  );
});

it("does not depend on the order of the tasks, but for the reason", () => {
  fc.assert(
    fc.property(someTasks, (tasks) => {
      expect(lineProgress(tasks.toReversed()).state).toBe(lineProgress(tasks).state);
    }),
  );
});
