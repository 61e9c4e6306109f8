import type { Job, PgBoss } from "pg-boss";
import { BusyError } from "../database/lock.ts";
import type { Log } from "../log/log.ts";
import { jobCatalogue, type JobName, type JobPayload, type QueueName } from "./catalogue.ts";
import { PostponedError } from "./postponed.ts";
import { queueNames } from "./boss.ts";
import type { StoredJob } from "./newJobs.ts";
import { type Concurrency, type JobTaker, type Settlement, takeJobs } from "./takeJobs.ts";

/**
 * Does one kind of job. It may run more than once for the same payload, also at the same time in two processes:
 * it looks at what is committed before it acts. What it throws is logged, and the job is tried again later.
 */
export type JobHandler<Name extends JobName> = (payload: JobPayload<Name>, log: Log) => Promise<void>;
export type JobHandlers = { [Name in JobName]: JobHandler<Name> };

/** Work that spends the quota mostly waits: for its turn, and for answers. */
const concurrency: Record<QueueName, Concurrency> = {
  shop: { inAll: 8, ofOneShop: 4 },
  reading: { inAll: 10, ofOneShop: 2 },
  orders: { inAll: 100, ofOneShop: 10 },
  production: { inAll: 150, ofOneShop: 15 },
  upkeep: { inAll: 20, ofOneShop: 2 },
};

/** Takes jobs from every queue until it is stopped, which waits for the running ones. */
export function startWorking(boss: PgBoss, handlers: JobHandlers, log: Log): JobTaker {
  const takers = queueNames.map((queue) =>
    takeJobs(boss, queue, concurrency[queue], (job) => runJob(job, handlers, log), log),
  );
  return {
    async stop() {
      await Promise.all(takers.map((taker) => taker.stop()));
    },
  };
}

async function runJob(job: Job<StoredJob>, handlers: JobHandlers, log: Log): Promise<Settlement> {
  const { job: name, payload } = job.data;
  const jobLog = log.child({ job: name, jobId: job.id, ...describe(payload) });
  try {
    await dispatch(name, payload, handlers, jobLog);
    return { outcome: "done" };
  } catch (thrown) {
    const seconds = postponedFor(thrown);
    if (seconds !== null) {
      jobLog.info({ seconds, reason: toError(thrown).message }, "the job waits");
      return { outcome: "postponed", seconds };
    }
    const error = thrown instanceof Response ? await describeResponse(thrown) : toError(thrown);
    jobLog.warn({ err: error }, "the job did not finish and will be tried again");
    return { outcome: "failed", error };
  }
}

/** The payload was parsed for this very name, which the compiler cannot follow through the union. */
async function dispatch(name: JobName, payload: unknown, handlers: JobHandlers, log: Log): Promise<void> {
  const handler: JobHandler<JobName> = handlers[name];
  await handler(jobCatalogue[name].payload.parse(payload), log);
}

/** Shopify's library throws a Response where others throw an Error: its status is what can be understood later. */
async function describeResponse(response: Response): Promise<Error> {
  const body = await response.text().catch(() => "");
  return new Error(`Shopify answered ${response.status} ${response.statusText}: ${body.slice(0, 500)}`);
}

/** Another process that works on the same thing is no failure either. */
const BUSY_SECONDS = 2;

function postponedFor(thrown: unknown): number | null {
  if (thrown instanceof PostponedError) return thrown.seconds;
  return thrown instanceof BusyError ? BUSY_SECONDS : null;
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function describe(payload: unknown): object {
  return typeof payload === "object" && payload !== null ? payload : {};
}
