import { failuresWithRemedy } from "./failures.ts";
import type { LineLife } from "./life.ts";
import type { OrderChange } from "./orderChange.ts";

/** Lines that failed with these codes go with the order when it is sent again. */
const refusals: readonly string[] = failuresWithRemedy("retry_order");

export function refusedLines(lines: readonly LineLife[]): LineLife[] {
  return lines.filter(({ failureCode }) => failureCode !== null && refusals.includes(failureCode));
}

/**
 * An order that CustoMeow does not have is sent once more, with the lines that it refused.
 * @returns false where it has it, or may be taking it just now
 */
export function sendAgain(change: OrderChange): boolean {
  if (!change.submissionHappens("sent_again")) return false;
  for (const line of refusedLines(change.lines))
    change.lineHappens(line, line.customInfoId === null ? "awaited_again" : "sendable_again");
  return true;
}
