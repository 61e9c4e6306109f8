import { setTimeout as pause } from "node:timers/promises";
import type { Job, PgBoss } from "pg-boss";
import type { Log } from "../log/log.ts";
import type { QueueName } from "./catalogue.ts";
import { insertionInto } from "./insertion.ts";
import { byQueue, type StoredJob } from "./newJobs.ts";

/** How much of a queue one process works on at once. */
export interface Concurrency {
  inAll: number;
  /** So that no shop's backlog keeps another's work waiting. */
  ofOneShop: number;
}

export interface JobTaker {
  /** Takes no new job, and waits until the running ones are done. */
  stop(): Promise<void>;
}

/** What became of a job. */
export type Settlement =
  { outcome: "done" } | { outcome: "failed"; error: Error } | { outcome: "postponed"; seconds: number };

const IDLE_PAUSE_MILLISECONDS = 500;
const UNREACHABLE_PAUSE_MILLISECONDS = 3_000;
const HEARTBEAT_MILLISECONDS = 2_500;

/**
 * Takes jobs of one queue and settles them. pg-boss's own workers ask for jobs each for itself; work that waits
 * mostly for answers needs hundreds of them, so here one question fetches for all, as soon as one has room.
 */
export function takeJobs(
  boss: PgBoss,
  queue: QueueName,
  concurrency: Concurrency,
  run: (job: Job<StoredJob>) => Promise<Settlement>,
  log: Log,
): JobTaker {
  const running = new Map<string, Job<StoredJob>>();
  let stopping = false;
  let wake = () => {};

  const heartbeat = setInterval(() => {
    if (running.size === 0) return;
    boss.touch(queue, [...running.values()]).catch((error: unknown) => {
      log.warn({ err: error, queue }, "the job queue could not be told that jobs are being worked on");
    });
  }, HEARTBEAT_MILLISECONDS);

  async function work(job: Job<StoredJob>): Promise<void> {
    try {
      await settle(boss, queue, job, await run(job));
    } catch (error) {
      // Without heartbeats the queue gives the job to another process before long.
      log.warn({ err: error, queue, jobId: job.id }, "the job queue could not be told what became of a job");
    } finally {
      running.delete(job.id);
      wake();
    }
  }

  async function fetchJobs(): Promise<Job<StoredJob>[]> {
    const room = Math.min(concurrency.inAll - running.size, concurrency.ofOneShop);
    if (room <= 0) return [];
    const ignoreGroups = shopsWithoutRoom(running.values(), concurrency.ofOneShop);
    return boss.fetch<StoredJob>(queue, { batchSize: room, ignoreGroups });
  }

  async function takeUntilStopped(): Promise<void> {
    while (!stopping) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const jobs = await fetchJobs().catch(async (error: unknown) => {
        log.warn({ err: error, queue }, "no jobs could be fetched");
        await pause(UNREACHABLE_PAUSE_MILLISECONDS);
        return [];
      });
      for (const job of jobs) {
        running.set(job.id, job);
        void work(job);
      }
      if (jobs.length === 0) await Promise.race([woken, pause(IDLE_PAUSE_MILLISECONDS)]);
    }
    while (running.size > 0) await pause(20);
  }

  const taking = takeUntilStopped();
  return {
    async stop() {
      stopping = true;
      wake();
      await taking;
      clearInterval(heartbeat);
    },
  };
}

function shopsWithoutRoom(running: Iterable<Job<StoredJob>>, most: number): string[] {
  const counts = new Map<string, number>();
  for (const { groupId } of running) if (groupId) counts.set(groupId, (counts.get(groupId) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= most).map(([shop]) => shop);
}

/** Says what became of a job. Of two processes that hold the same one, only the later holder is heard. */
async function settle(
  boss: PgBoss,
  queue: QueueName,
  job: Job<StoredJob>,
  settlement: Settlement,
): Promise<void> {
  switch (settlement.outcome) {
    case "done":
      await boss.complete(queue, job);
      return;
    case "failed":
      await boss.fail(queue, job, { message: settlement.error.message });
      return;
    case "postponed":
      // In this order: should the process die in between, the job runs twice rather than never.
      for (const inserts of byQueue([{ ...job.data, afterSeconds: settlement.seconds }]).values()) {
        const { text, values } = await insertionInto(boss, queue, inserts, (given) => given);
        await boss.getDb().executeSql(text, values);
      }
      await boss.complete(queue, job);
  }
}
