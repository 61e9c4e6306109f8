import type { QueueName } from "./catalogue.ts";

/** Later ones are seen in time by whoever looks for jobs. */
const HORIZON_MILLISECONDS = 60_000;
/** Jobs that are due within so long a time are fetched together. */
const TOGETHER_MILLISECONDS = 50;

/** The moments at which jobs come due. */
export class DueTimes {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #onDue: (queue: QueueName) => void;

  constructor(onDue: (queue: QueueName) => void) {
    this.#onDue = onDue;
  }

  readonly add = (queue: QueueName, inMilliseconds: number): void => {
    if (inMilliseconds > HORIZON_MILLISECONDS) return;
    if (inMilliseconds <= 0) {
      this.#onDue(queue);
      return;
    }
    const now = performance.now();
    const slot = Math.ceil((now + inMilliseconds) / TOGETHER_MILLISECONDS);
    // The same moment is told by who hands a job in and by who looks, a little apart.
    if (this.#timers.has(`${queue} ${slot}`) || this.#timers.has(`${queue} ${slot + 1}`)) return;
    const onTime = (): void => {
      this.#timers.delete(`${queue} ${slot}`);
      this.#onDue(queue);
    };
    this.#timers.set(`${queue} ${slot}`, setTimeout(onTime, slot * TOGETHER_MILLISECONDS - now));
  };

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
