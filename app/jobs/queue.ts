import type { PgBoss } from "pg-boss";
import sql, { type Sql as SqlPart } from "sql-template-tag";
import type { Transaction } from "../database/database.ts";
import type { Sql } from "../database/sql.ts";
import { jobCatalogue, type JobName, type JobPayload } from "./catalogue.ts";
import { insertionInto } from "./insertion.ts";
import { type AnyJob, byQueue, type EnqueueOptions, insertsForEach } from "./newJobs.ts";

/** A job that is to be done. */
export type NewJob = {
  [Name in JobName]: { job: Name; payload: JobPayload<Name> } & EnqueueOptions;
}[JobName];

/**
 * Where work is handed in. Invariant: a job is written in the transaction of the rows that it works on, so it
 * exists exactly when they do.
 */
export interface JobQueue {
  enqueue<Name extends JobName>(
    rows: Transaction | Sql,
    job: Name,
    payload: JobPayload<Name>,
    options?: EnqueueOptions,
  ): Promise<void>;
  /** Takes many in one statement for each queue. */
  enqueueAll(rows: Transaction | Sql, jobs: readonly NewJob[]): Promise<void>;
  /**
   * The same as a part of the caller's own statement, so that a change and the jobs that follow from it are one
   * statement and one commit: `WITH changed AS (UPDATE … RETURNING id), jobs AS (<part>) SELECT …`.
   * @param onlyIf hands them in only where this SQL condition holds, such as `EXISTS (SELECT FROM changed)`
   * @returns the body of one `WITH` query for each queue
   */
  insertion(jobs: readonly NewJob[], onlyIf?: SqlPart): Promise<SqlPart[]>;
  /**
   * The same for one job of a kind for each row that a query of the caller's statement gives:
   * `WITH stored AS (INSERT … RETURNING id), jobs AS (<part>) SELECT …`.
   * @param payloads a query whose column `payload` is the JSON of a job's payload; no two of them the same job
   */
  insertionForEach(job: JobName, payloads: SqlPart): Promise<SqlPart>;
  /** Deletes every job that belongs to the shop, done or not. */
  forgetShop(transaction: Transaction, shopId: string): Promise<void>;
}

export function createJobQueue(boss: PgBoss): JobQueue {
  async function enqueueAll(rows: Transaction | Sql, jobs: readonly AnyJob[]): Promise<void> {
    for (const insertion of await insertions(jobs)) await run(rows, insertion);
  }

  function insertions(jobs: readonly AnyJob[], onlyIf?: SqlPart): Promise<SqlPart[]> {
    return Promise.all(
      [...byQueue(jobs)].map(([queue, inserts]) =>
        insertionInto(boss, queue, inserts, (given) =>
          onlyIf ? sql`(CASE WHEN ${onlyIf} THEN ${given}::text ELSE '[]' END)` : given,
        ),
      ),
    );
  }

  return {
    enqueueAll,
    enqueue: (rows, job, payload, options = {}) => enqueueAll(rows, [{ job, payload, ...options }]),
    insertion: insertions,
    insertionForEach: (job, payloads) =>
      insertionInto(boss, jobCatalogue[job].queue, [{}], () => insertsForEach(job, payloads)),
    async forgetShop(transaction, shopId) {
      // pg-boss has no call that deletes a group's jobs.
      await transaction.$executeRaw`DELETE FROM pgboss.job WHERE group_id = ${shopId}`;
    },
  };
}

async function run(rows: Transaction | Sql, { text, values }: SqlPart): Promise<void> {
  if ("rows" in rows) await rows.rows({ text, values });
  else await rows.$queryRawUnsafe(text, ...values);
}
