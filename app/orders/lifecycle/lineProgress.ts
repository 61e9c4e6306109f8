import type { CompositeTask, Prisma } from "@prisma/client";

type TaskState = Pick<CompositeTask, "state" | "failureCode" | "failureParameters">;

/** How far a line item is whose templates are known. */
export type LineProgress =
  | { state: "composing" | "ready" }
  | { state: "failed"; failureCode: string | null; failureParameters: Prisma.JsonValue };

/**
 * Derives a line item's state from the newest task of each of its templates, in the templates' order: it is being
 * made while any of them is, failed with the first failed one's reason, and ready once all have their files.
 */
export function lineProgress(newest: readonly TaskState[]): LineProgress {
  const ended = (task: TaskState) => task.state === "succeeded" || task.state === "failed";
  if (!newest.every(ended)) return { state: "composing" };

  const failed = newest.find(({ state }) => state === "failed");
  if (failed === undefined) return { state: "ready" };
  const { failureCode, failureParameters } = failed;
  return { state: "failed", failureCode, failureParameters };
}
