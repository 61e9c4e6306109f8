import { setTimeout as pause } from "node:timers/promises";
import type { Job, PgBoss } from "pg-boss";
import type { Log } from "../log/log.ts";
import { type QueueName, queueNames } from "./catalogue.ts";
import { DueTimes } from "./dueTimes.ts";
import { fetchJobs } from "./fetchJobs.ts";
import type { HandedIn } from "./handedIn.ts";
import { startHeartbeats } from "./heartbeats.ts";
import { lookUntilStopped } from "./lookForJobs.ts";
import type { StoredJob } from "./newJobs.ts";
import { failAll, type Outcome, settle } from "./outcomes.ts";
import { inPlace, type Place } from "./place.ts";
import { type Concurrency, type JobInHand, QueueInHand } from "./queueInHand.ts";

export interface JobTaker {
  /** Takes up what was handed in. @returns the queues that it has no room for */
  take(handedIn: readonly HandedIn[]): QueueName[];
  /** Takes up what another process says there is. */
  wake(queues: readonly QueueName[]): void;
  /** Takes no new job from now on. */
  stopTaking(): void;
  /** Takes no new job, and waits until the running ones are done, or the deadline is over. */
  stop(deadline: AbortSignal): Promise<void>;
}

interface Taking {
  boss: PgBoss;
  concurrency: Record<QueueName, Concurrency>;
  run: (job: Job<StoredJob>) => Promise<Outcome>;
  /** Whether other processes are heard when they hand in jobs. */
  hears: () => boolean;
  log: Log;
}

const UNREACHABLE_MILLISECONDS = 1_000;
/** The more is worked on, the more is gathered into one statement. */
const LONGEST_GATHERING_MILLISECONDS = 25;
/** So long a job that is done waits for a fetch that carries its settlement. */
const SETTLED_WITHIN_MILLISECONDS = 500;
const LAST_TRIES = 5;
/** A job of which nothing was heard for so long was given to another process: this one need not settle it any more. */
const SILENT_MILLISECONDS = 60_000;

const isAnothersByNow = ({ endedAt }: JobInHand): boolean =>
  performance.now() - endedAt > SILENT_MILLISECONDS;

/**
 * Takes jobs and settles them. pg-boss's own workers each ask, and settle, for themselves; work that waits mostly for
 * answers needs hundreds of them. Here one statement fetches many jobs of a queue, and settles the jobs that ended
 * meanwhile, whatever their queue. What is not settled because the process died is done again.
 */
export function takeJobs({ boss, concurrency, run, hears, log }: Taking): JobTaker {
  const queues = new Map(queueNames.map((name) => [name, new QueueInHand(name, concurrency[name])]));
  const inHand = (): JobInHand[] => [...queues.values()].flatMap(({ jobs }) => [...jobs]);
  const wanted = new Set<QueueInHand>();
  const busy = new Set<Promise<void>>();
  const due = new DueTimes((name) => {
    want(name);
  });
  const stopped = new AbortController();
  const isStopping = (): boolean => stopped.signal.aborted;
  let turn: { at: number; timer: NodeJS.Timeout } | null = null;

  function want(name: QueueName): void {
    const queue = queues.get(name);
    if (queue === undefined || isStopping()) return;
    wanted.add(queue);
    takeTurnIn(gatheringMilliseconds());
  }

  const gatheringMilliseconds = (): number =>
    Math.min(LONGEST_GATHERING_MILLISECONDS, 1 + inHand().filter(({ outcome }) => outcome === null).length);

  function takeTurnIn(milliseconds: number): void {
    const at = performance.now() + milliseconds;
    if (turn !== null && turn.at <= at) return;
    clearTimeout(turn?.timer);
    turn = { at, timer: setTimeout(takeTurn, milliseconds) };
  }

  /** The first queue that is fetched from carries the settlements of all. */
  function takeTurn(): void {
    clearTimeout(turn?.timer);
    turn = null;
    const ended = inHand().filter(({ outcome, isSettling }) => outcome !== null && !isSettling);
    const failed = ended.filter(({ outcome }) => outcome?.outcome === "failed");
    const others = ended.filter(({ outcome }) => outcome?.outcome !== "failed");
    const [first, ...more] = isStopping() ? [] : [...wanted].filter((queue) => queue.isReady());
    if (failed.length > 0) keepBusy(ask(failed, null, () => failAll(boss, failed)));
    if (first !== undefined) keepBusy(ask(others, first, () => fetchInto(first, others)));
    else if (others.length > 0) keepBusy(ask(others, null, () => settle(boss, others)));
    for (const queue of more) keepBusy(ask([], queue, () => fetchInto(queue, [])));
  }

  function keepBusy(action: Promise<void>): void {
    const done = action.finally(() => busy.delete(done));
    busy.add(done);
  }

  /** Asks the database what cannot be left: where it does not answer, again. */
  async function ask(
    ended: readonly JobInHand[],
    queue: QueueInHand | null,
    action: () => Promise<void>,
  ): Promise<void> {
    for (const job of ended) job.isSettling = true;
    if (queue !== null) {
      wanted.delete(queue);
      queue.isFetching = true;
    }
    try {
      await action();
      ended.forEach(letGo);
    } catch (error) {
      log.warn({ err: error }, "the job queue did not answer; it is asked again");
      await pause(UNREACHABLE_MILLISECONDS);
      for (const job of ended) job.isSettling = false;
      ended.filter(isAnothersByNow).forEach(letGo);
      if (queue !== null) wanted.add(queue);
    } finally {
      if (queue !== null) queue.isFetching = false;
      if (wanted.size > 0 || ended.some((job) => job.queue.jobs.has(job))) takeTurnIn(0);
    }
  }

  function letGo(job: JobInHand): void {
    job.queue.jobs.delete(job);
    if (job.outcome?.outcome === "postponed") due.add(job.queue.name, job.outcome.seconds * 1000);
    // The same job could not be fetched while this one was not settled.
    if (job.isAskedForAgain) want(job.queue.name);
  }

  async function fetchInto(queue: QueueInHand, ended: readonly JobInHand[]): Promise<void> {
    const batchSize = queue.room();
    const withoutRoom = queue.shopsWithoutRoom();
    const busyShops = queue.busyShops();
    const ofOthers = { batchSize, ignoreGroups: [...new Set([...withoutRoom, ...busyShops])] };
    let fetched = begin(queue, await fetchJobs(boss, queue.name, ofOthers, ended));
    if (fetched < batchSize && busyShops.length > 0) {
      const ofAll = { batchSize: batchSize - fetched, ignoreGroups: queue.shopsWithoutRoom() };
      fetched += begin(queue, await fetchJobs(boss, queue.name, ofAll, []));
    }
    const wasFull = fetched === batchSize;
    queue.mayHaveMore = wasFull || withoutRoom.length > 0;
    if (wasFull) wanted.add(queue);
  }

  /** @returns how many there are */
  function begin(queue: QueueInHand, jobs: readonly Job<StoredJob>[]): number {
    for (const job of jobs) void work(queue.add(job));
    return jobs.length;
  }

  const placeOf = (job: JobInHand): Place => ({
    leave() {
      job.waits += 1;
      if (job.queue.mayHaveMore) want(job.queue.name);
    },
    comeBack() {
      job.waits -= 1;
    },
  });

  async function work(job: JobInHand): Promise<void> {
    job.outcome = await inPlace(placeOf(job), () => run(job.job));
    job.endedAt = performance.now();
    if (job.queue.mayHaveMore) want(job.queue.name);
    const canWait = job.outcome.outcome === "done" && !job.isAskedForAgain;
    takeTurnIn(canWait ? SETTLED_WITHIN_MILLISECONDS : gatheringMilliseconds());
  }

  const isWorking = (): boolean =>
    [...queues.values()].some((queue) => queue.isFetching) ||
    inHand().some(({ outcome }) => outcome === null);

  async function settleTheLast(deadline: AbortSignal): Promise<void> {
    for (let tries = 0; tries < LAST_TRIES && inHand().length > 0; tries += 1) {
      takeTurn();
      await Promise.all(busy);
      if (deadline.aborted) return;
    }
  }

  function stopTaking(): void {
    stopped.abort();
    wanted.clear();
    due.clear();
  }

  const looking = lookUntilStopped({ boss, hears, onDue: due.add, signal: stopped.signal, log });
  const stopHeartbeats = startHeartbeats(boss, [...queues.values()], log);
  return {
    take(handedIn) {
      const now = handedIn.filter(({ afterSeconds }) => afterSeconds <= 0);
      for (const { queue, afterSeconds } of handedIn)
        if (afterSeconds > 0) due.add(queue, afterSeconds * 1000);
      for (const { queue, key } of now) {
        for (const job of queues.get(queue)?.jobs ?? []) if (job.key === key) job.isAskedForAgain = true;
        want(queue);
      }
      return [...new Set(now.map(({ queue }) => queue))].filter((queue) => queues.get(queue)?.room() === 0);
    },
    wake(names) {
      for (const name of names) want(name);
    },
    stopTaking,
    async stop(deadline) {
      stopTaking();
      while (!deadline.aborted && isWorking()) await pause(20);
      await settleTheLast(deadline);
      await looking;
      stopHeartbeats();
      clearTimeout(turn?.timer);
    },
  };
}
