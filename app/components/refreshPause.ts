const FIRST_MILLISECONDS = 1_500;
const LONGEST_MILLISECONDS = 15_000;
const GROWTH = 1.1;

/**
 * How long a page waits before it looks again, in milliseconds: little at first, ever more while nothing changes.
 * @param quiet how many refreshes in a row brought no news
 */
export function refreshPause(quiet: number): number {
  return Math.min(LONGEST_MILLISECONDS, FIRST_MILLISECONDS * GROWTH ** quiet);
}
