import type pg from "pg";
import type { Log } from "../log/log.ts";
import { isQueueName, type QueueName } from "./catalogue.ts";
import type { HandedIn } from "./handedIn.ts";

/**
 * Tells those who take jobs that some were committed. A ring that is lost loses no job: whoever takes jobs looks for
 * them every few seconds anyway.
 */
export interface JobBell {
  /** Says that jobs were committed. */
  ring(handedIn: readonly HandedIn[]): void;
  /** Names who takes jobs in this process. @returns its end */
  answer(taker: BellAnswerer): () => void;
}

export interface BellAnswerer {
  /** @returns the queues that it has no room for: another process may have */
  take(handedIn: readonly HandedIn[]): QueueName[];
}

/** The channel of `LISTEN`, on which the names of queues are told. */
export const CHANNEL = "customeow_jobs";

/** Rings of so long a time are one notification. */
const GATHERED_MILLISECONDS = 20;

/** Rings within the process, and by `NOTIFY` where it takes no jobs, or has no room. */
export function createJobBell(pool: pg.Pool, log: Log): JobBell {
  let answerer: BellAnswerer | null = null;
  const untold = new Set<QueueName>();

  function tellOthers(queues: QueueName[]): void {
    if (queues.length > 0 && untold.size === 0) setTimeout(tell, GATHERED_MILLISECONDS).unref();
    for (const queue of queues) untold.add(queue);
  }

  function tell(): void {
    const queues = [...untold].join(",");
    untold.clear();
    notify(pool, queues).catch((error: unknown) => {
      log.warn({ err: error }, "other processes could not be told of new jobs");
    });
  }

  return {
    ring(handedIn) {
      const queues = handedIn.flatMap(({ queue, afterSeconds }) => (afterSeconds > 0 ? [] : [queue]));
      tellOthers(answerer === null ? queues : answerer.take(handedIn));
    },
    answer(taker) {
      answerer = taker;
      return () => {
        answerer = null;
      };
    },
  };
}

/**
 * Says something to all who listen. Postgres lets one committing transaction at a time notify, so this is never a part
 * of the transaction that hands jobs in: it is one of its own, which waits for no write.
 */
export async function notify(pool: pg.Pool, payload: string): Promise<void> {
  await pool.query("SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)", [
    CHANNEL,
    payload,
  ]);
}

/** What a notification says. */
export function queuesOf(payload: string): QueueName[] {
  return payload.split(",").filter(isQueueName);
}
