import { setImmediate as otherEvents, setTimeout as pause } from "node:timers/promises";
import type { Sql } from "../database/sql.ts";
import { PostponedError } from "../jobs/postponed.ts";
import { type Demand, KeyPausedError, type Quota } from "./demand.ts";
import { Line, type Turn } from "./line.ts";
import { type Answered, takeTurns, type Terms, type Turns } from "./turns.ts";

/** A pause that is longer than this is not waited for in line: who waits is told, and comes again. */
const LONGEST_PAUSE_IN_LINE_MILLISECONDS = 5_000;

/** How often a process that waits for a key says that it does. */
const LONGEST_LOOK_MILLISECONDS = 1_000;

/** Another process's request is next: it takes its turn right now. */
const FOREIGN_TURN_MILLISECONDS = 25;

/** For how long what is known of a key is told to who asks. */
const KNOWN_MILLISECONDS = 5_000;

/** Another process is counting the key's requests right now. */
const BUSY_MILLISECONDS = 3;

/**
 * A request that is over waits so long at most to be written with the next: nobody needs its place before its window
 * ends.
 */
const LONGEST_COLLECTION_MILLISECONDS = 1_000;

/** So that a statement does not keep the keys from other processes for long. */
const MOST_KEYS_AT_ONCE = 200;

/** Who waits for a key in this process, and what is known of the key. */
interface WatchedKey {
  line: Line;
  /** As the last statement found it. */
  known: Turns | null;
  /** Until it is worth looking again or, where nobody waits, until what is known is too old. */
  timer: NodeJS.Timeout | undefined;
}

/** Requests that are over, to be written together. */
interface Collection {
  answered: Answered[];
  /** Never rejected: should writing fail, the grants merely count for longer than they had to. */
  written: PromiseWithResolvers<void>;
}

/**
 * Where the requests of this process wait for their turns. One statement at a time takes the turns of all who came
 * meanwhile, for whatever key, and gives back those that are over. While nobody waits there is no statement.
 */
export class Turnstile {
  readonly #database: Sql;
  readonly #terms: Terms;
  readonly #keys = new Map<string, WatchedKey>();
  /** Keys of which something may have changed. */
  readonly #due = new Set<string>();
  #collection = newCollection();
  #collecting: NodeJS.Timeout | undefined;
  #isCollected = false;
  #isServing = false;
  #isClosed = false;

  constructor(database: Sql, terms: Terms) {
    this.#database = database;
    this.#terms = terms;
  }

  /**
   * Waits for a turn, which must be given back.
   * @throws KeyPausedError while nothing may be sent; PostponedError when the process is stopping
   */
  wait({ apiKeyFingerprint: key, shopId, urgency }: Demand): Promise<Turn> {
    if (this.#isClosed) return Promise.reject(stopping());
    return new Promise((grant, refuse) => {
      this.#watch(key).line.add({ shopId, urgency, since: performance.now(), grant, refuse });
      this.#look(key);
    });
  }

  /** Gives a turn back: with others, or at once where all is not well. @returns once that is written */
  giveBack(answered: Answered): Promise<void> {
    const { written } = this.#collection;
    this.#collection.answered.push(answered);
    const watched = this.#keys.get(answered.apiKeyFingerprint);
    const isTroubled = watched?.known?.isTroubled === true;
    if (isTroubled || this.#isClosed || !answered.isAnswer) this.#endCollection();
    else
      this.#collecting ??= setTimeout(
        () => {
          this.#endCollection();
        },
        Math.min(LONGEST_COLLECTION_MILLISECONDS, this.#terms.quota.windowMilliseconds / 50),
      );
    // While CustoMeow does not answer, the next request waits for this one.
    if (isTroubled && watched.line.size > 0) this.#look(answered.apiKeyFingerprint);
    return written.promise;
  }

  /** How the key is doing, and how many wait for it in this process. */
  async inspect(key: string): Promise<Turns & { waiting: number }> {
    const watched = this.#keys.get(key);
    const known = watched?.known ?? (await this.#inspectNow(key));
    return { ...known, waiting: watched?.line.size ?? 0 };
  }

  /** Sends away all who wait. What is under way can still be given back. */
  close(): void {
    this.#isClosed = true;
    for (const [key, watched] of this.#keys) {
      // The other processes learn that nobody waits here any more.
      if (watched.line.size > 0) this.#look(key);
      for (const waiter of watched.line.clear()) waiter.refuse(stopping());
    }
    this.#endCollection();
  }

  #watch(key: string): WatchedKey {
    const existing = this.#keys.get(key);
    if (existing !== undefined) return existing;
    const watched = { line: new Line(this.#terms.patienceMilliseconds), known: null, timer: undefined };
    this.#keys.set(key, watched);
    return watched;
  }

  #look(key: string): void {
    clearTimeout(this.#keys.get(key)?.timer);
    this.#due.add(key);
    void this.#serve();
  }

  #endCollection(): void {
    clearTimeout(this.#collecting);
    this.#collecting = undefined;
    this.#isCollected = true;
    void this.#serve();
  }

  async #serve(): Promise<void> {
    if (this.#isServing) return;
    this.#isServing = true;
    // Who comes in the same moment shares the statement.
    await otherEvents();
    while (this.#due.size > 0 || this.#isCollected) await this.#serveOnce();
    this.#isServing = false;
  }

  async #serveOnce(): Promise<void> {
    const keys = [...this.#due].slice(0, MOST_KEYS_AT_ONCE);
    for (const key of keys) this.#due.delete(key);
    const { answered, written } = this.#collection;
    this.#collection = newCollection();
    this.#isCollected = false;

    const now = performance.now();
    const wanted = keys.map((key) => ({ apiKeyFingerprint: key, waiters: this.#watch(key).line.first(now) }));
    try {
      const turns = await takeTurns(this.#database, this.#terms, wanted, answered);
      for (const key of keys) this.#handOut(key, turns.get(key));
    } catch (error) {
      // The jobs of those that waited are tried again. What could not be given back goes with the next statement.
      this.#collection.answered.unshift(...answered);
      for (const key of keys) this.#sendAway(key, error instanceof Error ? error : new Error(String(error)));
    }
    written.resolve();
  }

  #handOut(key: string, turns: Turns | undefined): void {
    const watched = this.#watch(key);
    if (turns === undefined) {
      this.#lookAgain(key, watched, BUSY_MILLISECONDS);
      return;
    }
    for (const { waiter, turn } of turns.granted) {
      watched.line.remove(waiter);
      waiter.grant(turn);
    }
    watched.known = turns;
    const { pause: paused } = turns;
    if (paused !== null && paused.milliseconds > LONGEST_PAUSE_IN_LINE_MILLISECONDS)
      this.#sendAway(key, new KeyPausedError(paused.reason, paused.milliseconds / 1000));
    else this.#lookAgain(key, watched, untilWorthALook(turns, this.#terms.quota));
  }

  #sendAway(key: string, reason: Error): void {
    const watched = this.#watch(key);
    for (const waiter of watched.line.clear()) waiter.refuse(reason);
    this.#lookAgain(key, watched, Infinity);
  }

  #lookAgain(key: string, watched: WatchedKey, milliseconds: number): void {
    clearTimeout(watched.timer);
    if (watched.line.size > 0)
      watched.timer = setTimeout(() => {
        this.#look(key);
      }, milliseconds);
    else watched.timer = setTimeout(() => this.#keys.delete(key), KNOWN_MILLISECONDS).unref();
  }

  async #inspectNow(key: string): Promise<Turns> {
    for (;;) {
      const turns = await takeTurns(
        this.#database,
        this.#terms,
        [{ apiKeyFingerprint: key, waiters: [] }],
        [],
      );
      const found = turns.get(key);
      if (found !== undefined) return found;
      await pause(BUSY_MILLISECONDS);
    }
  }
}

function untilWorthALook({ granted, used, othersAreNext, ...turns }: Turns, quota: Quota): number {
  const wasCutShort = granted.length > 0 && used < quota.requests;
  if (wasCutShort) return 0;
  if (othersAreNext) return FOREIGN_TURN_MILLISECONDS;
  const longest = Math.min(LONGEST_LOOK_MILLISECONDS, quota.windowMilliseconds / 20);
  const wanted = Math.min(longest, turns.pause?.milliseconds ?? turns.nextFreeMilliseconds ?? longest);
  // Keys whose turns come at nearly the same moment share a statement.
  const step = Math.max(1, quota.windowMilliseconds / 2_000);
  const now = performance.now();
  return Math.ceil((now + wanted) / step) * step - now;
}

const newCollection = (): Collection => ({ answered: [], written: Promise.withResolvers() });
const stopping = () => new PostponedError("The process is stopping.", 0);
