import type { JobInsert, PgBoss } from "pg-boss";
import { Sql } from "sql-template-tag";
import type { QueueName } from "./catalogue.ts";
import { toSql, writtenBy } from "./pgBossStatements.ts";

/**
 * The statement with which pg-boss inserts jobs into a queue, to be run as it is or as a part of another: pg-boss
 * embeds it in `WITH` itself. Its only value is the JSON of the jobs.
 *
 * Invariant: work that is asked for while the same job waits is not lost. pg-boss leaves the waiting job alone
 * (`DO NOTHING`), which another process may then take before the asking transaction commits, and not see what it was
 * asked for. Here the waiting job is locked until that commit, so that it is taken afterwards; and it is brought
 * forward where it is wanted sooner.
 * @param jobs what stands for that value, given the JSON of `inserts`
 * @throws Error where a newer pg-boss writes its statement otherwise
 */
export async function insertionInto(
  boss: PgBoss,
  queue: QueueName,
  inserts: JobInsert[],
  jobs: (given: unknown) => unknown = (given) => given,
): Promise<Sql> {
  const { text, values } = await writtenBy((db) => boss.insert(queue, inserts, { db }));
  const insertion = toSql({ text: text.replace(LEFT_ALONE, BROUGHT_FORWARD), values });
  if (!text.includes(LEFT_ALONE) || insertion.values.length !== 1)
    throw new Error("pg-boss inserts jobs by another statement than is known here.");
  return new Sql(insertion.strings, insertion.values.map(jobs));
}

const LEFT_ALONE = "ON CONFLICT DO NOTHING";

/** A row that the last condition leaves as it is, Postgres locks all the same. */
const BROUGHT_FORWARD = `
  ON CONFLICT (name, state, COALESCE(singleton_key, '')) WHERE state <= 'active' AND policy = 'stately'
  DO UPDATE SET start_after = EXCLUDED.start_after, priority = EXCLUDED.priority
  WHERE job_common.start_after > EXCLUDED.start_after`;
