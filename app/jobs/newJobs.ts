import type { JobInsert } from "pg-boss";
import sql, { join, type Sql } from "sql-template-tag";
import { jobCatalogue, type JobName, type QueueName } from "./catalogue.ts";
import type { HandedIn } from "./handedIn.ts";

/** What is stored of a job. */
export interface StoredJob {
  job: JobName;
  payload: object;
}

export interface EnqueueOptions {
  /** Not before this many seconds have passed. */
  afterSeconds?: number;
}

/** A job whose payload was held against its name where it was handed in. */
export type AnyJob = StoredJob & EnqueueOptions;

/**
 * What pg-boss is to insert into each queue: of jobs that are the same the one that is wanted first, and always in the
 * same order, so that two transactions do not wait for each other.
 */
export function byQueue(jobs: readonly AnyJob[]): Map<QueueName, JobInsert[]> {
  const lastFirst = [...jobs].sort((one, other) => (other.afterSeconds ?? 0) - (one.afterSeconds ?? 0));
  const different = new Map(lastFirst.map((job) => [keyOf(job.job, job.payload), job]));
  const queues = new Map<QueueName, JobInsert[]>();
  for (const key of [...different.keys()].sort()) {
    const job = different.get(key);
    if (job === undefined) continue;
    const { queue } = jobCatalogue[job.job];
    queues.set(queue, [...(queues.get(queue) ?? []), insertOf(job, key)]);
  }
  return queues;
}

function insertOf({ job, payload, afterSeconds }: AnyJob, singletonKey: string): JobInsert {
  const { shop } = jobCatalogue[job];
  const group = shop === null ? undefined : fieldOf(payload, shop);
  const data: StoredJob = { job, payload };
  return {
    data,
    singletonKey,
    ...policyOf(job),
    ...(group === undefined ? {} : { group: { id: group } }),
    // An interval, so that it is counted by the database's clock.
    ...(afterSeconds === undefined ? {} : { startAfter: `${afterSeconds.toFixed(3)} seconds` }),
  };
}

/** What differs from job to job of one kind, by pg-boss's name for it, in terms of a query's column `payload`. */
export function columnsForEach(job: JobName): Record<string, Sql> {
  const { shop, sameBy } = jobCatalogue[job];
  const key = join([sql`${job}::text`, ...sameBy.map((field) => sql`payload->>${field}::text`)], ", ");
  return {
    data: sql`jsonb_build_object('job', ${job}::text, 'payload', payload)`,
    singletonKey: sql`concat_ws('/', ${key})`,
    groupId: sql`payload->>${shop}::text`,
  };
}

/** How pg-boss is told of what the catalogue says. */
export function policyOf(job: JobName): Pick<JobInsert, "priority" | "expireInSeconds" | "retryLimit"> {
  const { priority, limitSeconds, again } = jobCatalogue[job];
  return {
    priority,
    expireInSeconds: limitSeconds,
    ...(again === "by the clock" ? { retryLimit: 0 } : {}),
  };
}

/** What is told of jobs that were handed in. */
export function handedInOf(jobs: readonly AnyJob[]): HandedIn[] {
  return jobs.map(({ job, payload, afterSeconds = 0 }) => ({
    queue: jobCatalogue[job].queue,
    key: keyOf(job, payload),
    afterSeconds,
  }));
}

/** Two jobs with the same key are the same. */
export function keyOf(job: JobName, payload: object): string {
  return [job, ...jobCatalogue[job].sameBy.map((field) => fieldOf(payload, field))].join("/");
}

function fieldOf(payload: object, field: string): string | undefined {
  const value: unknown = Object.entries(payload).find(([name]) => name === field)?.[1];
  return typeof value === "string" ? value : undefined;
}
