import { PgBoss, type Db, type JobInsert } from "pg-boss";
import sql, { Sql as SqlPart } from "sql-template-tag";
import { poolConfig } from "../database/address.ts";
import type { Transaction } from "../database/database.ts";
import type { Sql } from "../database/sql.ts";
import type { Log } from "../log/log.ts";
import { jobCatalogue, type JobName, type JobPayload, type QueueName } from "./catalogue.ts";

/** What is stored of a job. */
export interface StoredJob {
  job: JobName;
  payload: unknown;
}

export interface EnqueueOptions {
  /** Not before this many seconds have passed. */
  afterSeconds?: number;
}

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
  /** Deletes every job that belongs to the shop, done or not. */
  forgetShop(transaction: Transaction, shopId: string): Promise<void>;
}

export const queueNames: readonly QueueName[] = ["shop", "reading", "orders", "production", "upkeep"];

const DAY_SECONDS = 24 * 60 * 60;

const queueOptions = {
  // Nothing is given up: what fails is tried again with growing, jittered pauses of at most ten minutes.
  retryLimit: 1_000_000,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 600,
  // A process that dies or is suspended falls silent: its jobs go to another.
  heartbeatSeconds: 10,
  expireInSeconds: DAY_SECONDS,
  retentionSeconds: 90 * DAY_SECONDS,
  deleteAfterSeconds: DAY_SECONDS,
} as const;

/** How often it is looked for jobs whose process fell silent. */
const LOOK_FOR_SILENCE_SECONDS = 5;

/** The name under which a process is seen by the health check that takes jobs. */
export const WORKER_INSTANCE = "worker";

/** Connects pg-boss. @param role the name under which the process is seen */
export async function startBoss(databaseUrl: string, role: string, log: Log): Promise<PgBoss> {
  const boss = new PgBoss({
    ...poolConfig(databaseUrl),
    max: 8,
    application_name: `customeow ${role}`,
    superviseIntervalSeconds: LOOK_FOR_SILENCE_SECONDS,
    monitorIntervalSeconds: LOOK_FOR_SILENCE_SECONDS,
    registerInstance: true,
    instanceName: role,
    instanceHeartbeatSeconds: 10,
  });
  boss.on("error", (error) => {
    log.error({ err: error }, "the job queue reported an error");
  });
  boss.on("warning", (warning) => {
    log.warn({ warning: warning.message }, "the job queue reported a warning");
  });
  await boss.start();
  for (const name of queueNames) await boss.createQueue(name, queueOptions);
  return boss;
}

export function createJobQueue(boss: PgBoss): JobQueue {
  async function enqueueAll(rows: Transaction | Sql, jobs: readonly AnyJob[]): Promise<void> {
    for (const [queue, inserts] of byQueue(jobs))
      await boss.insert(queue, inserts, { db: statementsOn(rows) });
  }

  return {
    enqueueAll,
    enqueue: (rows, job, payload, options = {}) => enqueueAll(rows, [{ job, payload, ...options }]),
    insertion: (jobs, onlyIf) =>
      Promise.all([...byQueue(jobs)].map(([queue, inserts]) => insertionInto(boss, queue, inserts, onlyIf))),
    async forgetShop(transaction, shopId) {
      // pg-boss has no call that deletes a group's jobs.
      await transaction.$executeRaw`DELETE FROM pgboss.job WHERE group_id = ${shopId}`;
    },
  };
}

/** Its payload was held against its name where it was handed in. */
type AnyJob = { job: JobName; payload: JobPayload<JobName> } & EnqueueOptions;

function byQueue(jobs: readonly AnyJob[]): Map<QueueName, JobInsert[]> {
  const queues = new Map<QueueName, JobInsert[]>();
  for (const { job, payload, afterSeconds } of jobs) {
    const { queue, priority } = jobCatalogue[job];
    const data: StoredJob = { job, payload };
    const insert: JobInsert = {
      data,
      priority,
      ...("shopId" in payload ? { group: { id: payload.shopId } } : {}),
      // An interval, so that it is counted by the database's clock.
      ...(afterSeconds === undefined ? {} : { startAfter: `${afterSeconds.toFixed(3)} seconds` }),
    };
    queues.set(queue, [...(queues.get(queue) ?? []), insert]);
  }
  return queues;
}

/** Has pg-boss write into a transaction of Prisma's or of plain SQL. */
function statementsOn(rows: Transaction | Sql): Db {
  return {
    executeSql: async (text, values = []) => ({
      rows:
        "rows" in rows
          ? await rows.rows({ text, values })
          : await rows.$queryRawUnsafe<object[]>(text, ...values),
    }),
  };
}

/**
 * The statement with which pg-boss inserts jobs, whose only value `$1` is their JSON: pg-boss embeds it in `WITH` itself.
 * @throws Error where a newer pg-boss writes it otherwise
 */
async function insertionInto(
  boss: PgBoss,
  queue: QueueName,
  inserts: JobInsert[],
  onlyIf?: SqlPart,
): Promise<SqlPart> {
  let written: { text: string; values: unknown[] } | undefined;
  const asWritten: Db = {
    executeSql: (text, values = []) => {
      written = { text, values };
      return Promise.resolve({ rows: [] });
    },
  };
  await boss.insert(queue, inserts, { db: asWritten });
  const parts = written?.text.split("$1") ?? [];
  if (written?.values.length !== 1 || parts.length !== 2)
    throw new Error("pg-boss does not insert jobs by a statement with one value.");
  const [jobs] = written.values;
  return new SqlPart(parts, [onlyIf ? sql`(CASE WHEN ${onlyIf} THEN ${jobs}::text ELSE '[]' END)` : jobs]);
}

/** pg-boss takes whole seconds only as a number, but any instant as a date. */
export const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000);
