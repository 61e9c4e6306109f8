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
}

export const queueNames: readonly QueueName[] = ["shop", "customeow"];

/** A job that fails is tried again with growing pauses for three days, the longest outage that nobody need notice. */
const retries = { retryLimit: 440, retryDelay: 2, retryBackoff: true, retryDelayMax: 600 } as const;

/** Longer than any job takes, waiting for the quota included; afterwards another worker may take it over. */
const EXPIRE_SECONDS = 15 * 60;

/** Connects pg-boss. `role` is the name under which this process is seen in the health page. */
export async function startBoss(databaseUrl: string, role: string, log: Log): Promise<PgBoss> {
  const boss = new PgBoss({
    ...poolConfig(databaseUrl),
    max: 8,
    application_name: `customeow ${role}`,
    useListenNotify: true,
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
  for (const name of queueNames)
    await boss.createQueue(name, { ...retries, expireInSeconds: EXPIRE_SECONDS, notify: true });
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
        ...(options.afterSeconds === undefined ? {} : { startAfter: options.afterSeconds }),
      });
    },
  };
}
