import type { Db } from "pg-boss";
import type { QueueName } from "./catalogue.ts";

/** What there is to do in a queue. */
export interface QueueOutlook {
  queue: QueueName;
  /** When the next job is due, below 0 where it is; null where none waits. */
  dueInMilliseconds: number | null;
  /** A process that works on a job fell silent. */
  isSilent: boolean;
}

/**
 * Looks into all queues in one statement, for what no notification tells: jobs that were put off, and jobs of
 * processes that are gone. Each part of it is answered by an index of pg-boss's.
 */
export async function lookForJobs(database: Db, queues: readonly QueueName[]): Promise<QueueOutlook[]> {
  const { rows } = await database.executeSql(LOOK, [queues]);
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
