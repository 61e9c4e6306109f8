import { type Urgency, urgencies } from "./demand.ts";

/** The right to send one request. */
export interface Turn {
  grantId: string;
  /** By this process's clock, in milliseconds: no later than Postgres began to count it. */
  takenAt: number;
}

/** A request that waits for its turn in this process. */
export interface Waiter {
  shopId: string | null;
  urgency: Urgency;
  /** By this process's clock, in milliseconds. */
  since: number;
  grant: (turn: Turn) => void;
  refuse: (reason: Error) => void;
}

/**
 * At most so many turns of a key are taken at once, and so many waiters of each shop are shown to the other processes:
 * the turns run out before these do. So a turn costs the same however many wait.
 */
export const MOST_AT_ONCE = 100;

/** Those of this process who wait for one key. */
export class Line {
  readonly #patience: number;
  /** Of each shop and urgency, in the order in which they came. */
  readonly #waiters = new Map<string | null, Map<Urgency, Set<Waiter>>>();
  #size = 0;

  /** @param patience each time that it ends, a request becomes one step more urgent; in milliseconds */
  constructor(patience: number) {
    this.#patience = patience;
  }

  get size(): number {
    return this.#size;
  }

  add(waiter: Waiter): void {
    const ofShop =
      this.#waiters.get(waiter.shopId) ?? new Map(urgencies.map((urgency) => [urgency, new Set()]));
    this.#waiters.set(waiter.shopId, ofShop);
    ofShop.get(waiter.urgency)?.add(waiter);
    this.#size += 1;
  }

  remove(waiter: Waiter): void {
    const ofShop = this.#waiters.get(waiter.shopId);
    if (ofShop?.get(waiter.urgency)?.delete(waiter) !== true) return;
    this.#size -= 1;
    if ([...ofShop.values()].every(({ size }) => size === 0)) this.#waiters.delete(waiter.shopId);
  }

  /** Of each shop those who go first, in that order, and at most `MOST_AT_ONCE`. @param now by this process's clock */
  first(now: number): Waiter[] {
    return [...this.#waiters.values()].flatMap((ofShop) =>
      [...ofShop.values()]
        .flatMap((waiters) => firstOf(waiters))
        .toSorted(
          (one, other) => this.#urgencyOf(one, now) - this.#urgencyOf(other, now) || one.since - other.since,
        )
        .slice(0, MOST_AT_ONCE),
    );
  }

  /** @returns all who waited */
  clear(): Waiter[] {
    const all = [...this.#waiters.values()].flatMap((ofShop) =>
      [...ofShop.values()].flatMap((waiters) => [...waiters]),
    );
    this.#waiters.clear();
    this.#size = 0;
    return all;
  }

  #urgencyOf({ urgency, since }: Waiter, now: number): number {
    return Math.max(0, urgencies.indexOf(urgency) - Math.floor((now - since) / this.#patience));
  }
}

function firstOf(waiters: Set<Waiter>): Waiter[] {
  const first: Waiter[] = [];
  for (const waiter of waiters) {
    if (first.length === MOST_AT_ONCE) break;
    first.push(waiter);
  }
  return first;
}
