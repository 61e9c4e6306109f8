import type { CompositeTaskState, ProductionState, SubmissionState } from "@prisma/client";

/**
 * The life of an order: everything that can happen to it, to its lines and to their composite tasks, from which state,
 * and to which. Nothing else changes a state. What follows from a state (jobs) stands in followUps.ts, what a state
 * means in states.ts.
 */
interface Transition<State> {
  from: readonly State[];
  to: State;
}

/** Whether CustoMeow has an order: `submission` says how far that is known. */
export const submissionEvents = {
  /** Committed right before the request leaves, so that a lost answer is noticed. */
  attempt_begun: { from: ["pending", "unknown"], to: "unknown" },
  /** CustoMeow certainly did nothing. */
  attempt_undone: { from: ["unknown"], to: "pending" },
  created: { from: ["pending", "unknown", "rejected"], to: "created" },
  refused: { from: ["pending"], to: "rejected" },
  sent_again: { from: ["pending", "rejected"], to: "pending" },
} as const satisfies Record<string, Transition<SubmissionState>>;

export type SubmissionEvent = keyof typeof submissionEvents;

const sendable = ["queued", "awaiting_customization"] as const;
const unfinished = ["awaiting_customization", "sent", "composing", "no_template"] as const;
/** Of an item whose templates are known. */
const withTasks = ["sent", "composing", "ready", "failed", "no_template"] as const;
/** Of an item that CustoMeow does not have. */
const unsent = ["queued", "awaiting_customization", "failed", "cancelled"] as const;

export const lineEvents = {
  // It is sent.
  taken_by_customeow: { from: ["queued"], to: "sent" },
  left_out_by_customeow: { from: sendable, to: "failed" },
  refused: { from: sendable, to: "failed" },
  sendable_again: { from: ["failed"], to: "queued" },
  awaited_again: { from: ["failed"], to: "awaiting_customization" },
  missing_in_customeow: { from: unfinished, to: "failed" },

  // Its design comes.
  design_completed: { from: ["awaiting_customization"], to: "sent" },
  design_entered: { from: ["failed"], to: "queued" },

  // Its files are made.
  templates_found: { from: ["sent"], to: "composing" },
  no_template: { from: ["sent"], to: "no_template" },
  templates_not_found: { from: ["sent"], to: "failed" },
  tried_again: { from: ["failed", "no_template"], to: "sent" },
  files_being_made: { from: withTasks, to: "composing" },
  files_made: { from: withTasks, to: "ready" },
  files_failed: { from: withTasks, to: "failed" },

  // It changes in Shopify, before it is sent.
  became_queued: { from: unsent, to: "queued" },
  became_awaiting: { from: unsent, to: "awaiting_customization" },
  became_unusable: { from: unsent, to: "failed" },
  // It comes back into the order, after it was sent or too late to be.
  back_too_late: { from: unsent, to: "failed" },
  cancelled: {
    from: ["failed", "awaiting_customization", "queued", "sent", "composing", "no_template"],
    to: "cancelled",
  },
} as const satisfies Record<string, Transition<ProductionState>>;

export type LineEvent = keyof typeof lineEvents;

export const taskEvents = {
  /** Committed right before the request leaves, so that a lost answer is noticed. */
  claimed: { from: ["pending"], to: "starting" },
  /** CustoMeow certainly did nothing. */
  released: { from: ["starting"], to: "pending" },
  started: { from: ["starting"], to: "in_progress" },
  /** Its answer never came; another attempt takes its place. */
  lost: { from: ["starting"], to: "failed" },
  /** The answer to a start that had been lost came after all, for the attempt that took its place. */
  started_late: { from: ["pending", "starting", "failed"], to: "in_progress" },
  not_done_yet: { from: ["in_progress"], to: "in_progress" },
  succeeded: { from: ["in_progress"], to: "succeeded" },
  not_started: { from: ["starting"], to: "failed" },
  failed: { from: ["in_progress"], to: "failed" },
  asked_again: { from: ["failed"], to: "in_progress" },
} as const satisfies Record<string, Transition<CompositeTaskState>>;

export type TaskEvent = keyof typeof taskEvents;

/** Whether that can happen in this state. */
export function isPossible<State>(transition: Transition<State>, state: State): boolean {
  return transition.from.includes(state);
}
