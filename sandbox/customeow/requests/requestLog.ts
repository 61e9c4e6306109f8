import { Ring } from "./ring.ts";

const KEPT_REQUESTS = 50_000;

export interface LoggedRequest {
  number: number;
  /** Arrival, ISO 8601 with milliseconds. */
  at: string;
  method: string;
  path: string;
  endpoint: string;
  key: string | null;
  storeId: string | null;
  /** HTTP status; null: not answered (yet). */
  status: number | null;
  /** Of the envelope; null when there was none. */
  code: number | null;
  durationMilliseconds: number | null;
  /** The fault that was applied, e.g. `timeout (committed)`. */
  fault: string | null;
}

/** Every request to the API, the newest 50,000 of them, and counts of all. */
export class RequestLog {
  readonly #ring = new Ring<LoggedRequest>(KEPT_REQUESTS);
  #byEndpoint = new Map<string, number>();
  #byStatus = new Map<string, number>();

  arrived(request: Pick<LoggedRequest, "method" | "path" | "endpoint" | "key" | "fault">): LoggedRequest {
    const logged: LoggedRequest = {
      number: this.#ring.total + 1,
      at: new Date().toISOString(),
      ...request,
      storeId: null,
      status: null,
      code: null,
      durationMilliseconds: null,
    };
    this.#ring.push(logged);
    count(this.#byEndpoint, request.endpoint);
    return logged;
  }

  answered(logged: LoggedRequest, status: number | null, durationMilliseconds: number): void {
    logged.status = status;
    logged.durationMilliseconds = Math.round(durationMilliseconds);
    count(this.#byStatus, status === null ? "unanswered" : String(status));
  }

  newest(limit?: number): LoggedRequest[] {
    return this.#ring.newest(limit);
  }

  counts() {
    return {
      requests: this.#ring.total,
      byEndpoint: Object.fromEntries(this.#byEndpoint),
      byStatus: Object.fromEntries(this.#byStatus),
    };
  }

  clear(): void {
    this.#ring.clear();
    this.#byEndpoint = new Map();
    this.#byStatus = new Map();
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
