import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { Log } from "../log/log.ts";

/** What has to be closed when the process ends. */
export interface Part {
  name: string;
  /** Takes nothing new from now on, and waits for nothing. */
  stopTaking?: () => void;
  /** Finishes what was taken until the deadline, and lets go of the rest then. */
  close: (deadline: AbortSignal) => Promise<void>;
}

/** What must be closed when the process ends, in the order in which it was opened. */
export interface ShutdownList {
  add(part: Part): void;
  /**
   * Has every part stop taking in the same moment, then closes them, newest first. One that fails is logged and does
   * not keep the others open; one that hangs past the deadline is left behind.
   * @param starting what may still open something, and is waited for first
   */
  close(starting?: Promise<void>): Promise<void>;
}

/** So long each part may take to let go once the deadline is over. */
const LETS_GO_WITHIN_MILLISECONDS = 500;

/** @param deadlineMilliseconds from when closing begins */
export function createShutdownList(log: Log, deadlineMilliseconds: number): ShutdownList {
  const open: Part[] = [];

  function stopTaking(): void {
    for (const part of open) part.stopTaking?.();
  }

  async function closePart({ name, close }: Part, deadline: AbortSignal): Promise<void> {
    const closed = new AbortController();
    try {
      await Promise.race([close(deadline), hangs(deadline, closed.signal)]);
    } catch (error) {
      log.error({ err: error }, `could not close ${name}`);
    } finally {
      closed.abort();
    }
  }

  return {
    add: (part) => {
      open.push(part);
    },
    close: async (starting = Promise.resolve()) => {
      stopTaking();
      const deadline = new AbortController();
      const timer = setTimeout(() => {
        deadline.abort();
      }, deadlineMilliseconds);
      await closePart({ name: "what was being started", close: () => starting }, deadline.signal);
      stopTaking();
      for (let next = open.pop(); next !== undefined; next = open.pop())
        await closePart(next, deadline.signal);
      clearTimeout(timer);
    },
  };
}

/** @throws Error some time after the deadline, unless it was closed by then */
async function hangs(deadline: AbortSignal, closed: AbortSignal): Promise<void> {
  try {
    if (!deadline.aborted) await once(deadline, "abort", { signal: closed });
    await pause(LETS_GO_WITHIN_MILLISECONDS, undefined, { signal: closed });
  } catch {
    return;
  }
  throw new Error("It did not let go in time.");
}

/**
 * Ends the process on Ctrl-C and on the host's stop signal, once everything is closed; a second signal ends it at
 * once.
 * @param starting ends well when all has started that is to be closed
 * @returns whether it is ending
 */
export function closeOnSignal(list: ShutdownList, log: Log, starting: Promise<void>): () => boolean {
  let closing = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (closing) process.exit(1);
    closing = true;
    log.info({ signal }, "stopping: no new work is taken, what runs is finished");
    // That it did not start, or was interrupted at it, is told where it is started.
    void list.close(starting.catch(() => undefined)).then(() => {
      log.info("stopped");
      process.exit(0);
    });
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return () => closing;
}
