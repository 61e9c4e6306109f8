import type { Job, PgBoss } from "pg-boss";
import sql, { join, raw, type Sql } from "sql-template-tag";
import type { QueueName } from "./catalogue.ts";
import { insertionInto } from "./insertion.ts";
import { byQueue, type StoredJob } from "./newJobs.ts";
import { toSql, writtenBy } from "./pgBossStatements.ts";

/** What became of a job. */
export type Outcome =
  { outcome: "done" } | { outcome: "failed"; error: Error } | { outcome: "postponed"; seconds: number };

/** A job that was worked on, and is not settled in the database yet. */
export interface Ended {
  queue: { name: QueueName };
  job: Job<StoredJob>;
  outcome: Outcome | null;
}

/** Writes what became of jobs that are done or postponed. */
export async function settle(boss: PgBoss, ended: readonly Ended[]): Promise<void> {
  const { text, values } = sql`WITH ${namedParts(await settling(boss, ended))} SELECT`;
  await boss.getDb().executeSql(text, values);
}

export const namedParts = (parts: readonly Sql[]): Sql =>
  join(parts.map((part, index) => sql`settled_${raw(String(index))} AS (${part})`));

/**
 * What settles jobs that are done or postponed, as bodies of `WITH`: many jobs of all queues in one statement, which
 * may be one that fetches others. Of two processes that hold the same job, only the later holder is heard.
 */
export async function settling(boss: PgBoss, ended: readonly Ended[]): Promise<Sql[]> {
  const parts: Sql[] = [];
  for (const [queue, inQueue] of Map.groupBy(ended, ({ queue: { name } }) => name)) {
    const jobs = inQueue.map(({ job }) => job);
    parts.push(toCompletion(await writtenBy((db) => boss.complete(queue, jobs, null, { db }))));
  }
  const postponed = ended.flatMap(({ job: { data }, outcome }) =>
    outcome?.outcome === "postponed" ? [{ ...data, afterSeconds: outcome.seconds }] : [],
  );
  for (const [queue, inserts] of byQueue(postponed)) parts.push(await insertionInto(boss, queue, inserts));
  return parts;
}

/** Has failed jobs tried again later. pg-boss moves their rows, which is a statement for each reason. */
export async function failAll(boss: PgBoss, failed: readonly Ended[]): Promise<void> {
  const alike = Map.groupBy(failed, ({ queue: { name }, outcome }) => `${name} ${messageOf(outcome)}`);
  for (const [first, ...others] of alike.values()) {
    if (first === undefined) continue;
    const jobs = [first, ...others].map(({ job }) => job);
    await boss.fail(first.queue.name, jobs, { message: messageOf(first.outcome) });
  }
}

/** Postgres stores no text with a NUL. */
const messageOf = (outcome: Outcome | null): string =>
  outcome?.outcome === "failed" ? outcome.error.message.replaceAll("\0", "") : "";

/** pg-boss completes jobs in a `WITH` query of which it then counts the rows. */
function toCompletion({ text, values }: { text: string; values: unknown[] }): Sql {
  const [, completion] = /^\s*WITH results AS \(([^]*)\)\s*SELECT COUNT\(\*\)/.exec(text) ?? [];
  if (completion === undefined)
    throw new Error("pg-boss completes jobs by another statement than is known here.");
  return toSql({ text: completion, values });
}
