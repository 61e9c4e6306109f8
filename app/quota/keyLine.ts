import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "../database/database.ts";
import { PostponedError } from "../jobs/postponed.ts";
import { type Demand, KeyPausedError, urgencies } from "./demand.ts";
import { type Line, takeTurns, type Turns } from "./turns.ts";

interface StandingWaiter {
  id: string;
  shopId: string | null;
  urgency: number;
  since: number;
  grant: (grantId: bigint) => void;
  refuse: (reason: Error) => void;
}

/** A pause that is longer than this is not waited for in line: who waits is told, and comes again. */
const LONGEST_PAUSE_IN_LINE_MILLISECONDS = 5_000;

/** The waiters of this process for one key. One loop looks for turns for all of them, and only while there are any. */
export class KeyLine {
  readonly #database: Database;
  readonly #line: Line;
  readonly #waiters = new Map<string, StandingWaiter>();
  #serving = false;
  #closed = false;
  #wake = () => {};

  constructor(database: Database, line: Line) {
    this.#database = database;
    this.#line = line;
  }

  /**
   * Waits for a turn. @returns the grant, which must be given back
   * @throws KeyPausedError while nothing may be sent; PostponedError when the process is stopping
   */
  wait({ shopId, urgency }: Demand): Promise<bigint> {
    if (this.#closed) return Promise.reject(stopping());
    return new Promise((grant, refuse) => {
      const id = randomUUID();
      const since = performance.now();
      this.#waiters.set(id, { id, shopId, urgency: urgencies.indexOf(urgency), since, grant, refuse });
      this.#wake();
      if (!this.#serving) void this.#serve();
    });
  }

  /** Something changed that may give a waiter its turn sooner. */
  lookAgain(): void {
    this.#wake();
  }

  close(): void {
    this.#closed = true;
    this.#refuseAll(stopping());
    this.#wake();
  }

  async #serve(): Promise<void> {
    this.#serving = true;
    let isInLine = false;
    try {
      while (this.#waiters.size > 0) {
        const woken = new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        const inLine = this.#waiters.size;
        const turns = await this.#take(isInLine);
        isInLine = inLine > turns.granted.length;
        this.#handOut(turns);
        if (this.#waiters.size > 0) await Promise.race([woken, pause(turns.lookAgainMilliseconds)]);
      }
    } catch (error) {
      // The jobs of those that waited are tried again; the next that comes starts a new loop.
      this.#refuseAll(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#serving = false;
    }
  }

  #take(isInLine: boolean): Promise<Turns> {
    const now = performance.now();
    const mine = [...this.#waiters.values()].map(({ id, shopId, urgency, since }) => ({
      id,
      shopId,
      urgency,
      waitedMilliseconds: now - since,
    }));
    return takeTurns(this.#database, this.#line, mine, isInLine);
  }

  #handOut({ granted, pause: paused }: Turns): void {
    for (const { waiterId, grantId } of granted) {
      this.#waiters.get(waiterId)?.grant(grantId);
      this.#waiters.delete(waiterId);
    }
    if (paused !== null && paused.milliseconds > LONGEST_PAUSE_IN_LINE_MILLISECONDS)
      this.#refuseAll(new KeyPausedError(paused.reason, paused.milliseconds / 1000));
  }

  #refuseAll(reason: Error): void {
    for (const { refuse } of this.#waiters.values()) refuse(reason);
    this.#waiters.clear();
  }
}

const stopping = () => new PostponedError("The process is stopping.", 0);
