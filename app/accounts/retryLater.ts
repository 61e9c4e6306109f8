import type { CustomeowFailure } from "../customeow/failure.ts";
import { PostponedError } from "../jobs/postponed.ts";

/** Spreads the jobs that wait for the same moment. */
const JITTER_SECONDS = 2;

/**
 * The error that a job throws when CustoMeow could not be asked. If it is known how long to wait, or the key pauses, the
 * job is postponed and has not failed; otherwise it is retried with growing pauses.
 */
export function retryLater(
  failure: Extract<CustomeowFailure, { kind: "over_quota" | "unavailable" | "unknown_outcome" | "bad_key" }>,
): Error {
  const seconds = "retryAfterSeconds" in failure ? (failure.retryAfterSeconds ?? null) : null;
  const isPausing = failure.kind === "over_quota" || failure.kind === "bad_key";
  if (seconds === null && !isPausing) return new Error(failure.message);
  return new PostponedError(failure.message, (seconds ?? 0) + Math.random() * JITTER_SECONDS);
}

/** Like retryLater, for a reading: whatever went wrong, all that helps is to ask again. */
export function laterOrFailed(failure: CustomeowFailure): Error {
  switch (failure.kind) {
    case "over_quota":
    case "unavailable":
    case "unknown_outcome":
    case "bad_key":
      return retryLater(failure);
    case "not_found":
    case "rejected":
    case "unexpected_answer":
      return new Error(failure.message);
  }
}

/** @throws Error as retryLater gives it, where CustoMeow did not answer; what it answered is for the caller */
export function throwIfLater(failure: CustomeowFailure): void {
  switch (failure.kind) {
    case "over_quota":
    case "unavailable":
    case "unknown_outcome":
    case "bad_key":
      throw retryLater(failure);
    case "not_found":
    case "rejected":
    case "unexpected_answer":
      return;
  }
}
