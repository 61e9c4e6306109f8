import { setTimeout as pause } from "node:timers/promises";
import type { PgBoss } from "pg-boss";
import type { Log } from "../log/log.ts";
import { type QueueName, queueNames } from "./catalogue.ts";

/** How often it is looked for what nobody tells. */
const EVERY_MILLISECONDS = { hearing: 2_000, deaf: 500 };

interface Looking {
  boss: PgBoss;
  /** Whether other processes are heard when they hand in jobs. */
  hears: () => boolean;
  onDue: (queue: QueueName, inMilliseconds: number) => void;
  signal: AbortSignal;
  log: Log;
}

/**
 * Looks again and again for what nobody tells: jobs that other processes put off, and jobs of processes that fell
 * silent, which pg-boss then gives away.
 */
export async function lookUntilStopped({ boss, hears, onDue, signal, log }: Looking): Promise<void> {
  while (!signal.aborted) {
    try {
      const outlooks = await lookForJobs(boss);
      for (const { queue, dueInMilliseconds } of outlooks)
        if (dueInMilliseconds !== null) onDue(queue, dueInMilliseconds);
      if (outlooks.some(({ isSilent }) => isSilent)) await boss.supervise();
    } catch (error) {
      log.warn({ err: error }, "no jobs could be looked for");
    }
    const milliseconds = hears() ? EVERY_MILLISECONDS.hearing : EVERY_MILLISECONDS.deaf;
    await pause(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}

/** What there is to do in a queue. */
interface QueueOutlook {
  queue: QueueName;
  /** When the next job is due, below 0 where it is; null where none waits. */
  dueInMilliseconds: number | null;
  /** A process that works on a job fell silent. */
  isSilent: boolean;
}

/** Looks into all queues in one statement, of which each part is answered by an index of pg-boss's. */
async function lookForJobs(boss: PgBoss): Promise<QueueOutlook[]> {
  const { rows } = await boss.getDb().executeSql(LOOK, [queueNames]);
  return rows as QueueOutlook[];
}

const LOOK = `
  SELECT queue,
    extract(epoch FROM LEAST(next_created.start_after, next_retry.start_after) - now())::float8 * 1000
      AS "dueInMilliseconds",
    EXISTS (
      SELECT FROM pgboss.job
      WHERE name = queue AND state = 'active' AND heartbeat_on + heartbeat_seconds * interval '1 second' < now()
    ) AS "isSilent"
  FROM unnest($1::text[]) AS queue
  LEFT JOIN LATERAL (
    SELECT start_after FROM pgboss.job WHERE name = queue AND state = 'created' AND NOT blocked
    ORDER BY start_after LIMIT 1
  ) AS next_created ON true
  LEFT JOIN LATERAL (
    SELECT start_after FROM pgboss.job WHERE name = queue AND state = 'retry' AND NOT blocked
    ORDER BY start_after LIMIT 1
  ) AS next_retry ON true`;
