import type { JobInsert, PgBoss } from "pg-boss";
import sql, { join, raw, Sql } from "sql-template-tag";
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

/**
 * The same statement for jobs that a query gives. They go from the query straight into the insertion, and not by way of
 * JSON, which would cost a fifth of it.
 * @param alike what is the same for all of them
 * @param columns what differs, by pg-boss's names, in terms of the query's columns
 */
export async function insertionForEachInto(
  boss: PgBoss,
  queue: QueueName,
  alike: JobInsert,
  columns: Record<string, Sql>,
  query: Sql,
): Promise<Sql> {
  const { strings, values } = await insertionInto(boss, queue, [alike]);
  const [before, after] = strings;
  const [, start, list, end] = READ_FROM_JSON.exec(`${before}$1${after}`) ?? [];
  if (start === undefined || list === undefined || end === undefined)
    throw new Error("pg-boss reads the jobs that it inserts in another way than is known here.");

  const read = list.split(",").map((definition) => {
    const [, name, type] = /^\s*"?(\w+)"? (\w+)\s*$/.exec(definition) ?? [];
    if (name === undefined || type === undefined)
      throw new Error(`pg-boss defines a column by "${definition}".`);
    const value = columns[name] ?? sql`${values[0]}::jsonb->0->>${name}::text`;
    return sql`(${value})::${raw(type)} AS ${raw(`"${name}"`)}`;
  });
  return sql`${raw(start)} FROM (SELECT ${join(read, ", ")} FROM (${query}) AS handed_in) AS x ${raw(end)}`;
}

/** Before, the columns, after. */
const READ_FROM_JSON = /^(.*)FROM json_to_recordset\(\$1::text::json\) as x \(([^)]*)\)(.*)$/s;

const LEFT_ALONE = "ON CONFLICT DO NOTHING";

/** A row that the last condition leaves as it is, Postgres locks all the same. */
const BROUGHT_FORWARD = `
  ON CONFLICT (name, state, COALESCE(singleton_key, '')) WHERE state <= 'active' AND policy = 'stately'
  DO UPDATE SET start_after = EXCLUDED.start_after, priority = EXCLUDED.priority
  WHERE job_common.start_after > EXCLUDED.start_after`;
