import type { PgBoss } from "pg-boss";
import sql, { type Sql as SqlPart } from "sql-template-tag";
import type { Transaction } from "../database/database.ts";
import { type Sql, sqlOf } from "../database/sql.ts";
import type { JobBell } from "./bell.ts";
import { jobCatalogue, type JobName, type JobPayload } from "./catalogue.ts";
import { type HandedIn, noteHandedIn, notingHandedIn } from "./handedIn.ts";
import { insertionForEachInto, insertionInto } from "./insertion.ts";
import {
  type AnyJob,
  byQueue,
  columnsForEach,
  type EnqueueOptions,
  handedInOf,
  policyOf,
} from "./newJobs.ts";

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
  /** Runs an action, and has the jobs that it handed in taken up as soon as it is over. */
  takeUpAfter<Result>(action: () => Promise<Result>): Promise<Result>;
  /** Has waiting jobs of a kind taken up, where a statement committed them whose parts were made long before. */
  takeUp(job: JobName): void;
  /** Whether the shop has jobs that nobody works on, done ones included. */
  hasWaiting(rows: Sql, jobs: JobsOfShop): Promise<boolean>;
  /** Deletes some of them. @returns how many */
  forgetWaiting(rows: Sql, jobs: JobsOfShop, most: number): Promise<number>;
  /** Deletes every job that belongs to the shop, done or not. */
  forgetShop(rows: Sql, shopId: string): Promise<void>;
}

/** All of a shop's jobs but those of one kind. */
export interface JobsOfShop {
  shopId: string;
  except: JobName;
}

/** For jobs that are handed in outside of any action whose end is told: most likely they are committed by then. */
const COMMITTED_AFTER_MILLISECONDS = 50;

/** @param bell tells those who take jobs; without it they find them when they look the next time */
export function createJobQueue(boss: PgBoss, bell?: JobBell): JobQueue {
  function note(handedIn: HandedIn[]): void {
    if (bell === undefined || noteHandedIn(handedIn)) return;
    const ring = (): void => {
      bell.ring(handedIn);
    };
    setTimeout(ring, COMMITTED_AFTER_MILLISECONDS).unref();
  }

  async function enqueueAll(rows: Transaction | Sql, jobs: readonly AnyJob[]): Promise<void> {
    for (const insertion of await insertions(jobs)) await sqlOf(rows).rows(insertion);
  }

  function insertions(jobs: readonly AnyJob[], onlyIf?: SqlPart): Promise<SqlPart[]> {
    note(handedInOf(jobs));
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
    insertionForEach(job, payloads) {
      const { queue } = jobCatalogue[job];
      note([{ queue, key: null, afterSeconds: 0 }]);
      return insertionForEachInto(boss, queue, policyOf(job), columnsForEach(job), payloads);
    },
    takeUpAfter: (action) =>
      notingHandedIn(action, (handedIn) => {
        bell?.ring(handedIn);
      }),
    takeUp(job) {
      bell?.ring([{ queue: jobCatalogue[job].queue, key: null, afterSeconds: 0 }]);
    },
    // pg-boss has no call that deletes a group's jobs.
    async hasWaiting(rows, ofShop) {
      return (await rows.rows(sql`SELECT FROM pgboss.job WHERE ${areWaiting(ofShop)} LIMIT 1`)).length > 0;
    },
    async forgetWaiting(rows, ofShop, most) {
      const deleted = await rows.rows(sql`
        DELETE FROM pgboss.job WHERE (name, id) IN (
          SELECT name, id FROM pgboss.job WHERE ${areWaiting(ofShop)} LIMIT ${most}
        ) RETURNING id`);
      return deleted.length;
    },
    async forgetShop(rows, shopId) {
      await rows.rows(sql`DELETE FROM pgboss.job WHERE group_id = ${shopId}`);
    },
  };
}

const areWaiting = ({ shopId, except }: JobsOfShop) =>
  sql`group_id = ${shopId} AND state <> 'active' AND data->>'job' <> ${except}`;
