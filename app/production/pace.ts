/**
 * When a task is most likely done, learned from those before it. The pace of a template follows the time after which
 * nine of ten tasks are done: a later guess makes a person wait, an earlier one costs a request for nothing.
 */

/** Where nothing is known yet. */
export const FIRST_PACE_SECONDS = 10;

const SHORTEST_PACE_SECONDS = 2;
const LONGEST_PACE_SECONDS = 600;

const DONE_IN_TIME = 0.9;
const GROWTH = 1.3;
// In balance when nine of ten tasks shrink the pace and one lets it grow.
const SHRINKAGE = GROWTH ** (-(1 - DONE_IN_TIME) / DONE_IN_TIME);

/** What is known of a finished task's duration: CustoMeow is only asked now and then. */
export interface ObservedDuration {
  /** It was not done so many seconds after its start; 0 where that was never heard. */
  notDoneAtSeconds: number;
  /** It was done so many seconds after its start. */
  doneBySeconds: number;
}

/** The pace after one more task. */
export function learnPace(pace: number, { notDoneAtSeconds, doneBySeconds }: ObservedDuration): number {
  if (notDoneAtSeconds >= pace) return Math.min(LONGEST_PACE_SECONDS, pace * GROWTH);
  // A check never comes to the second: a little later still tells.
  const tellsOfPace = doneBySeconds <= pace * 1.25 + 2;
  return tellsOfPace ? Math.max(SHORTEST_PACE_SECONDS, pace * SHRINKAGE) : pace;
}

/** How long to wait before a task is asked for, where each request counts. @param checks made so far */
export function sparingPause(pace: number, checks: number): number {
  if (checks === 0) return pace;
  return Math.max(SHORTEST_PACE_SECONDS, pace * 0.4 * 1.3 ** (checks - 1));
}
