import type { Job } from "pg-boss";
import type { QueueName } from "./catalogue.ts";
import { keyOf, type StoredJob } from "./newJobs.ts";
import type { Outcome } from "./outcomes.ts";

/** How much of a queue one process works on at once. */
export interface Concurrency {
  inAll: number;
  /** Together with those that wait for a turn, and so leave their place to others: they cost a little memory. */
  withWaiting: number;
  /** So that no shop's backlog keeps another's work waiting. */
  ofOneShop: number;
}

const LATELY_MILLISECONDS = 2_000;

/** A job from when it is fetched until what became of it is written. */
export interface JobInHand {
  readonly queue: QueueInHand;
  readonly job: Job<StoredJob>;
  readonly key: string;
  readonly since: number;
  /** For how much it waits, without a place: see place.ts. */
  waits: number;
  /** Null while it is worked on. */
  outcome: Outcome | null;
  endedAt: number;
  isSettling: boolean;
  /** The same job was handed in meanwhile, and waits for the end of this one. */
  isAskedForAgain: boolean;
}

/** What this process has in hand of one queue. */
export class QueueInHand {
  readonly name: QueueName;
  readonly jobs = new Set<JobInHand>();
  isFetching = false;
  /** What was fetched last may not have been all: there is more to fetch once a job ends. */
  mayHaveMore = false;
  readonly #concurrency: Concurrency;
  /** The newest last. */
  #fetchedLately: { shop: string; at: number }[] = [];

  constructor(name: QueueName, concurrency: Concurrency) {
    this.name = name;
    this.#concurrency = concurrency;
  }

  add(job: Job<StoredJob>): JobInHand {
    const { job: name, payload } = job.data;
    const inHand: JobInHand = {
      queue: this,
      job,
      key: keyOf(name, payload),
      since: performance.now(),
      waits: 0,
      outcome: null,
      endedAt: Infinity,
      isSettling: false,
      isAskedForAgain: false,
    };
    this.jobs.add(inHand);
    if (job.groupId) this.#fetchedLately.push({ shop: job.groupId, at: inHand.since });
    return inHand;
  }

  /** How many jobs may be fetched: never so many that one shop's could take all places. */
  room(): number {
    const { inAll, withWaiting, ofOneShop } = this.#concurrency;
    const running = this.#running();
    const inPlace = running.filter(({ waits }) => waits === 0);
    return Math.max(0, Math.min(inAll - inPlace.length, withWaiting - running.length, ofOneShop));
  }

  isReady(): boolean {
    return !this.isFetching && this.room() > 0;
  }

  shopsWithoutRoom(): string[] {
    const counts = new Map<string, number>();
    for (const { job } of this.#running())
      if (job.groupId) counts.set(job.groupId, (counts.get(job.groupId) ?? 0) + 1);
    return [...counts].filter(([, count]) => count >= this.#concurrency.ofOneShop).map(([shop]) => shop);
  }

  /**
   * Shops of which much was fetched a moment ago. Jobs come in the order in which they were handed in, so those of many
   * shops' floods would all come before another's one job: these shops are fetched from once nobody else has any.
   */
  busyShops(): string[] {
    const since = performance.now() - LATELY_MILLISECONDS;
    this.#fetchedLately = this.#fetchedLately.filter(({ at }) => at >= since);
    const counts = new Map<string, number>();
    for (const { shop } of this.#fetchedLately) counts.set(shop, (counts.get(shop) ?? 0) + 1);
    return [...counts].filter(([, count]) => count >= this.#concurrency.ofOneShop).map(([shop]) => shop);
  }

  runningFor(milliseconds: number): Job<StoredJob>[] {
    const before = performance.now() - milliseconds;
    return this.#running()
      .filter(({ since }) => since <= before)
      .map(({ job }) => job);
  }

  #running(): JobInHand[] {
    return [...this.jobs].filter(({ outcome }) => outcome === null);
  }
}
