import type { Job } from "pg-boss";
import { BusyError } from "../database/lock.ts";
import type { Log } from "../log/log.ts";
import type { JobBell } from "./bell.ts";
import { jobCatalogue, type JobName, type JobPayload, type QueueName } from "./catalogue.ts";
import type { JobEngine } from "./engine.ts";
import { notingHandedIn } from "./handedIn.ts";
import { listenForJobs } from "./listen.ts";
import type { StoredJob } from "./newJobs.ts";
import type { Outcome } from "./outcomes.ts";
import { PostponedError } from "./postponed.ts";
import type { Concurrency } from "./queueInHand.ts";
import { takeJobs } from "./takeJobs.ts";
import { inSpan } from "./tracing.ts";

/**
 * Does one kind of job. It may run more than once for the same payload, also at the same time in two processes:
 * it looks at what is committed before it acts. What it throws is logged, and the job is tried again later.
 */
export type JobHandler<Name extends JobName> = (payload: JobPayload<Name>, log: Log) => Promise<void>;
export type JobHandlers = { [Name in JobName]: JobHandler<Name> };

/** Work that spends the quota mostly waits: for its turn, and for answers. */
const concurrency: Record<QueueName, Concurrency> = {
  shop: { inAll: 8, withWaiting: 8, ofOneShop: 4 },
  bulk: { inAll: 4, withWaiting: 4, ofOneShop: 2 },
  reading: { inAll: 10, withWaiting: 10, ofOneShop: 2 },
  orders: { inAll: 100, withWaiting: 2_000, ofOneShop: 10 },
  production: { inAll: 150, withWaiting: 3_000, ofOneShop: 15 },
  upkeep: { inAll: 20, withWaiting: 1_000, ofOneShop: 2 },
};

export interface Working {
  /** Takes no new job from now on. */
  stopTaking(): void;
  /**
   * Takes no new job, and waits until the running ones are done. Those that are not at the deadline, where there is
   * one, are left to whoever finds that this process fell silent.
   */
  stop(deadline?: AbortSignal): Promise<void>;
}

/** Takes jobs from every queue until it is stopped. */
export function startWorking(engine: JobEngine, handlers: JobHandlers, log: Log): Working {
  const { boss, bell, pool, direct } = engine;
  const listener = listenForJobs({
    config: direct,
    pool,
    onQueues: (queues) => {
      taker.wake(queues);
    },
    log,
  });
  const taker = takeJobs({
    boss,
    concurrency,
    run: (job) => inSpan(job, () => runJob(job, handlers, bell, log)),
    hears: listener.hears,
    log,
  });
  const endAnswering = bell.answer(taker);
  function stopTaking(): void {
    endAnswering();
    taker.stopTaking();
  }
  return {
    stopTaking,
    async stop(deadline = new AbortController().signal) {
      stopTaking();
      await Promise.all([taker.stop(deadline), listener.close()]);
    },
  };
}

async function runJob(
  { id, data }: Job<StoredJob>,
  handlers: JobHandlers,
  bell: JobBell,
  log: Log,
): Promise<Outcome> {
  const { job: name, payload } = data;
  const jobLog = log.child({ job: name, jobId: id, ...describe(payload) });
  try {
    await notingHandedIn(
      () => dispatch(name, payload, handlers, jobLog),
      (handedIn) => {
        bell.ring(handedIn);
      },
    );
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
  if (thrown instanceof PostponedError)
    return Number.isFinite(thrown.seconds) ? thrown.seconds : BUSY_SECONDS;
  return thrown instanceof BusyError ? BUSY_SECONDS : null;
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function describe(payload: unknown): object {
  return typeof payload === "object" && payload !== null ? payload : {};
}
