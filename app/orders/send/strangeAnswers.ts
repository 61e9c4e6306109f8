/**
 * How often CustoMeow is asked in vain before what it says counts. Its codes are not documented, so one that is not
 * known may as well mean "busy" as "no".
 */
const STRANGE_ANSWERS_AT_MOST = 3;

/**
 * How long to wait after an answer that is neither a yes nor a known no: as long as a request may still be under way at
 * CustoMeow, which is a minute, and then twice as long.
 * @param before how many such answers there were in a row before this one
 * @returns seconds; null where it counts as it is
 */
export function pauseAfterStrangeAnswer(before: number, timeoutMilliseconds: number): number | null {
  if (before + 1 >= STRANGE_ANSWERS_AT_MOST) return null;
  return ((2 * timeoutMilliseconds) / 1000) * 2 ** before;
}
