import { PgBoss, fromPrisma } from "pg-boss";
import { poolConfig } from "../database/address.ts";
import type { Transaction } from "../database/database.ts";
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

/**
 * Where work is handed in. Invariant: a job is written in the transaction of the rows that it works on, so it
 * exists exactly when they do.
 */
export interface JobQueue {
  enqueue<Name extends JobName>(
    transaction: Transaction,
    job: Name,
    payload: JobPayload<Name>,
    options?: EnqueueOptions,
  ): Promise<void>;
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
  return {
    async enqueue(transaction, job, payload, options = {}) {
      const { queue, priority } = jobCatalogue[job];
      const stored: StoredJob = { job, payload };
      await boss.send(queue, stored, {
        priority,
        db: fromPrisma(transaction),
        ...("shopId" in payload ? { group: { id: payload.shopId } } : {}),
        ...(options.afterSeconds === undefined ? {} : { startAfter: inSeconds(options.afterSeconds) }),
      });
    },
    async forgetShop(transaction, shopId) {
      // pg-boss has no call that deletes a group's jobs.
      await transaction.$executeRaw`DELETE FROM pgboss.job WHERE group_id = ${shopId}`;
    },
  };
}

/** pg-boss takes whole seconds only as a number, but any instant as a date. */
export const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000);
