import { setTimeout as pause } from "node:timers/promises";

const LONGEST_MILLISECONDS = 30_000;
const PAUSE_MILLISECONDS = 500;

/**
 * Repeats an action while it fails, for half a minute: for what is known here and nowhere else, and would be lost if
 * Postgres were being restarted just now. The action must be safe to repeat.
 * @throws what the action threw last
 */
export async function untilReachable<Result>(action: () => Promise<Result>): Promise<Result> {
  const deadline = performance.now() + LONGEST_MILLISECONDS;
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(PAUSE_MILLISECONDS);
    }
  }
}
