import type { CustomeowFailure } from "../customeow/failure.ts";
import { PostponedError } from "../jobs/postponed.ts";

/** Spreads the jobs that wait for the same moment. */
const JITTER_SECONDS = 2;

/**
 * The error that a job throws when CustoMeow could not be asked. If it is known how long to wait, the job is postponed
 * for as long and has not failed; otherwise it is retried with growing pauses.
 */
export function retryLater(
  failure: Extract<CustomeowFailure, { kind: "over_quota" | "unavailable" | "unknown_outcome" }>,
): Error {
  const seconds = "retryAfterSeconds" in failure ? (failure.retryAfterSeconds ?? null) : null;
  if (seconds === null && failure.kind !== "over_quota") return new Error(failure.message);
  return new PostponedError(failure.message, (seconds ?? 0) + Math.random() * JITTER_SECONDS);
}

/** Like retryLater, for a reading: whatever went wrong, all that helps is to ask again. */
export function laterOrFailed(failure: CustomeowFailure): Error {
  switch (failure.kind) {
    case "over_quota":
    case "unavailable":
    case "unknown_outcome":
      return retryLater(failure);
    case "bad_key":
    case "not_found":
    case "rejected":
    case "unexpected_answer":
      return new Error(failure.message);
  }
}
