import type { Settings } from "../settings.ts";
import { RollingWindow, type Arrival } from "./rollingWindow.ts";

/** One rolling window for each API key that is known; a key that nobody has uses up nothing. */
export class Quotas {
  readonly #windows = new Map<string, RollingWindow>();
  readonly #settings: Settings;

  constructor(keys: string[], settings: Settings) {
    this.#settings = settings;
    for (const key of keys) this.#windows.set(key, new RollingWindow());
  }

  arrive(key: string): Arrival {
    const { requests, windowSeconds } = this.#settings.quota;
    const window = this.#windows.get(key);
    return (
      window?.arrive(performance.now(), requests, windowSeconds * 1000) ?? {
        admitted: true,
        retryAfterMilliseconds: 0,
      }
    );
  }

  /** For each key: how much is used now, the most ever in one window, and how often it was too much. */
  report() {
    const { requests, windowSeconds } = this.#settings.quota;
    const entries = [...this.#windows].map(([key, window]) => [
      key,
      { limit: requests, windowSeconds, ...window.report(performance.now(), windowSeconds * 1000) },
    ]);
    return Object.fromEntries(entries) as Record<
      string,
      { limit: number; windowSeconds: number } & ReturnType<RollingWindow["report"]>
    >;
  }
}
