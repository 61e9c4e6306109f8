/** Points. Source: shopify.dev, "GraphQL Admin API rate limits", standard plan. */
const RESTORED_PER_SECOND = 100;
const BUCKET = 2000;
/** Points that a single query may cost. Same source. */
export const LARGEST_QUERY = 1000;

export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

/** The leaky bucket of one app in one shop: it refills continuously. */
export class Throttle {
  #available = BUCKET;
  #at: number;
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.#at = now();
  }

  /** Whether a query of this requested cost may run now. */
  allows(cost: number): boolean {
    this.#restore();
    return cost <= this.#available;
  }

  spend(cost: number): void {
    this.#restore();
    this.#available = Math.max(0, this.#available - cost);
  }

  status(): ThrottleStatus {
    this.#restore();
    return {
      maximumAvailable: BUCKET,
      currentlyAvailable: Math.floor(this.#available),
      restoreRate: RESTORED_PER_SECOND,
    };
  }

  #restore(): void {
    const now = this.#now();
    const restored = ((now - this.#at) / 1000) * RESTORED_PER_SECOND;
    this.#available = Math.min(BUCKET, this.#available + restored);
    this.#at = now;
  }
}
