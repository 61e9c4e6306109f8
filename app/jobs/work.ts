import type { Job, PgBoss } from "pg-boss";
import type { Log } from "../log/log.ts";
import { jobCatalogue, type JobName, type JobPayload, type QueueName } from "./catalogue.ts";
import { queueNames, type StoredJob } from "./queue.ts";

/**
 * Does one kind of job. It may run more than once for the same payload, also at the same time in two processes:
 * it looks at what is committed before it acts. What it throws is logged, and the job is tried again later.
 */
export type JobHandler<Name extends JobName> = (payload: JobPayload<Name>, log: Log) => Promise<void>;
export type JobHandlers = { [Name in JobName]: JobHandler<Name> };

/** How many jobs of a queue one process works on at once. Quota work mostly waits for answers. */
const concurrency: Record<QueueName, number> = { shop: 4, customeow: 8 };

/** Takes jobs from every queue until the returned function is called, which waits for the running ones. */
export async function startWorking(boss: PgBoss, handlers: JobHandlers, log: Log): Promise<void> {
  for (const queue of queueNames)
    await boss.work<StoredJob>(
      queue,
      { localConcurrency: concurrency[queue], pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 },
      async (jobs) => {
        for (const job of jobs) await runJob(job, handlers, log);
      },
    );
}

async function runJob(job: Job<StoredJob>, handlers: JobHandlers, log: Log): Promise<void> {
  const { job: name, payload } = job.data;
  const jobLog = log.child({ job: name, jobId: job.id, ...describe(payload) });
  try {
    await dispatch(name, payload, handlers, jobLog);
  } catch (error) {
    const problem = error instanceof Response ? await describeResponse(error) : error;
    jobLog.warn({ err: problem }, "the job did not finish and will be tried again");
    throw problem;
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

function describe(payload: unknown): object {
  return typeof payload === "object" && payload !== null ? payload : {};
}
