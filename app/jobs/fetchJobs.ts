import type { Db, Job, PgBoss } from "pg-boss";
import sql, { Sql } from "sql-template-tag";
import type { QueueName } from "./catalogue.ts";
import type { StoredJob } from "./newJobs.ts";
import { type Ended, namedParts, settling } from "./outcomes.ts";
import { toSql } from "./pgBossStatements.ts";
import { rememberOrigin } from "./tracing.ts";

/**
 * Fetches jobs, and settles others in the same statement.
 * @throws Error where the statement failed, and with it the settling
 */
export async function fetchJobs(
  boss: PgBoss,
  queue: QueueName,
  options: { batchSize: number; ignoreGroups: string[] },
  ended: readonly Ended[],
): Promise<Job<StoredJob>[]> {
  const parts = await settling(boss, ended);
  const failures: unknown[] = [];
  const withSettling: Db = {
    executeSql: async (text, values = []) => {
      const { text: whole, values: all } = together(parts, toSql({ text, values }));
      try {
        const answer = await boss.getDb().executeSql(whole, all);
        for (const row of answer.rows as object[]) rememberOrigin(row);
        return answer;
      } catch (error) {
        failures.push(error);
        throw error;
      }
    },
  };
  const jobs = await boss.fetch<StoredJob>(queue, { ...options, db: withSettling });
  // Of two processes that fetch the same job, pg-boss takes the later one's error for an empty queue.
  if (failures.length > 0) throw new Error("No jobs could be fetched.", { cause: failures[0] });
  return jobs;
}

/** pg-boss fetches with a statement that begins with `WITH`. */
function together(parts: Sql[], fetch: Sql): Sql {
  if (parts.length === 0) return fetch;
  const [start = "", ...more] = fetch.strings;
  const [, rest] = /^\s*WITH\s([^]*)$/.exec(start) ?? [];
  if (rest === undefined) throw new Error("pg-boss fetches jobs by another statement than is known here.");
  return sql`WITH ${namedParts(parts)}, ${new Sql([rest, ...more], fetch.values)}`;
}
