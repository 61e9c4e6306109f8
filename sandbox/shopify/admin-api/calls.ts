/** What the stand-in remembers of one request to its Admin API. Never a token. */
export interface ApiCall {
  /** ISO 8601. */
  at: string;
  /** Operation names, or the root fields of an unnamed operation. */
  operation: string;
  kind: "query" | "mutation" | "subscription" | "token" | "unreadable";
  status: number;
  /** Points; null where a request was refused before it was counted. */
  requestedCost: number | null;
  actualCost: number | null;
  errors: string[];
}

/** Calls are remembered for the control page: the newest of them only, so that memory stays bounded. */
const LONGEST_LOG = 2000;

export class CallLog {
  total = 0;
  throttled = 0;
  readonly #calls: ApiCall[] = [];

  add(call: ApiCall): void {
    this.total += 1;
    this.#calls.push(call);
    if (this.#calls.length > LONGEST_LOG) this.#calls.shift();
  }

  /** Oldest first. */
  list(): readonly ApiCall[] {
    return this.#calls;
  }
}
