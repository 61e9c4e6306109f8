export interface Arrival {
  admitted: boolean;
  /** Until one more request would be admitted, if none were sent before. 0 when admitted. */
  retryAfterMilliseconds: number;
}

/**
 * The invariant: in no half-open window `(now - length, now]` are more than `limit` requests admitted.
 * Every arrival counts, refused ones too: hammering does not help.
 * Instants are milliseconds of a clock that never goes back.
 */
export class RollingWindow {
  #arrivals: number[] = [];
  /** Index of the oldest arrival that still counts; what is before it is dropped now and then. */
  #oldest = 0;
  #mostEver = 0;
  #violations = 0;
  #total = 0;

  arrive(now: number, limit: number, lengthMilliseconds: number): Arrival {
    this.#forget(now - lengthMilliseconds);
    this.#arrivals.push(now);
    this.#total += 1;
    const used = this.#arrivals.length - this.#oldest;
    this.#mostEver = Math.max(this.#mostEver, used);
    if (used <= limit) return { admitted: true, retryAfterMilliseconds: 0 };

    this.#violations += 1;
    const lastToLeave = this.#arrivals[this.#arrivals.length - limit] ?? now;
    return { admitted: false, retryAfterMilliseconds: lastToLeave + lengthMilliseconds - now };
  }

  report(now: number, lengthMilliseconds: number) {
    this.#forget(now - lengthMilliseconds);
    return {
      used: this.#arrivals.length - this.#oldest,
      mostEver: this.#mostEver,
      violations: this.#violations,
      total: this.#total,
    };
  }

  /** An arrival exactly one window ago no longer counts. */
  #forget(upTo: number): void {
    while (this.#oldest < this.#arrivals.length && (this.#arrivals[this.#oldest] ?? 0) <= upTo)
      this.#oldest += 1;
    if (this.#oldest < 1024) return;
    this.#arrivals = this.#arrivals.slice(this.#oldest);
    this.#oldest = 0;
  }
}
