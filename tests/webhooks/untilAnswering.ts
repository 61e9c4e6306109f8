import { setTimeout as pause } from "node:timers/promises";

const ANSWERS_WITHIN_MILLISECONDS = 60_000;

/** Waits for a server, whether or not a worker is at work. @throws Error when it does not answer in time */
export async function untilAnswering(url: string): Promise<void> {
  const deadline = Date.now() + ANSWERS_WITHIN_MILLISECONDS;
  while (Date.now() < deadline) {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(
      () => null,
    );
    if (answer?.ok) return;
    await pause(50);
  }
  throw new Error(`${url} did not answer.`);
}
