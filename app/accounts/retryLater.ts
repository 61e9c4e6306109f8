import type { CustomeowFailure } from "../customeow/failure.ts";
import { PostponedError } from "../jobs/postponed.ts";

/** So that all who wait for the same moment do not come at once. */
const JITTER_SECONDS = 2;

/**
 * The error that a job throws when CustoMeow could not be asked: where it is known for how long, the job waits as
 * told and has not failed; otherwise it is tried again with growing pauses.
 */
export function retryLater(
  failure: Extract<CustomeowFailure, { kind: "over_quota" | "unavailable" | "unknown_outcome" }>,
): Error {
  const seconds = "retryAfterSeconds" in failure ? (failure.retryAfterSeconds ?? null) : null;
  if (seconds === null && failure.kind !== "over_quota") return new Error(failure.message);
  return new PostponedError(failure.message, (seconds ?? 0) + Math.random() * JITTER_SECONDS);
}

/** As retryLater, for a reading that failed in whatever way: there is nothing to do but to ask again. */
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
