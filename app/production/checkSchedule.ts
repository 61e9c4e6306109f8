/** Most files take a few seconds; asking earlier would only spend the quota. */
export const FIRST_CHECK_AFTER_SECONDS = 3;

const LONGEST_PAUSE_SECONDS = 30;

/** A file that takes longer than this will not come by itself. */
export const GIVE_UP_AFTER_MILLISECONDS = 24 * 60 * 60 * 1000;

/** An answer that cannot be understood this often will not come right by itself. */
export const UNREADABLE_CHECKS_AT_MOST = 5;

/** How long to wait before a task is asked for again. @param checks how often it was asked for already */
export function pauseBeforeCheck(checks: number): number {
  return Math.min(LONGEST_PAUSE_SECONDS, Math.round(FIRST_CHECK_AFTER_SECONDS * 1.5 ** checks));
}
