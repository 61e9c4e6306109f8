import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import sql, { type Sql as SqlPart } from "sql-template-tag";
import { BusyError, type Locks } from "./lock.ts";
import type { Sql } from "./sql.ts";

interface LeaseTimes {
  /** How long a lease lasts that is not renewed: for so long a process that died keeps others waiting. */
  lastsMilliseconds: number;
  /** After which a turn that does not come is given up. */
  patienceMilliseconds: number;
}

const TIMES: LeaseTimes = { lastsMilliseconds: 10_000, patienceMilliseconds: 60_000 };

/** So that one lost renewal, or a slow one, loses nothing. */
const RENEWALS_IN_A_LEASE = 4;

/** Who waits asks more and more seldom, and no two at the same moments. */
const FIRST_PAUSE_MILLISECONDS = 20;
const LONGEST_PAUSE_MILLISECONDS = 500;

/** What the turn is for in which something runs. */
const turn = new AsyncLocalStorage<string>();

/** Locks that are rows, each taken, renewed and given back by a statement of its own. */
export function createLeases(database: Sql, times: LeaseTimes = TIMES): Locks {
  const until = sql`clock_timestamp() + ${times.lastsMilliseconds} * interval '1 millisecond'`;

  async function take(key: string, holder: string): Promise<boolean> {
    const taken = await database.rows(sql`
      INSERT INTO "Lease" ("key", "holder", "until") VALUES (${hashOf(key)}, ${holder}::uuid, ${until})
      ON CONFLICT ("key") DO UPDATE SET "holder" = EXCLUDED."holder", "until" = EXCLUDED."until"
      WHERE "Lease"."until" <= clock_timestamp()
      RETURNING "key"`);
    return taken.length > 0;
  }

  async function hold<Result>(key: string, holder: string, action: () => Promise<Result>): Promise<Result> {
    const isHeld = sql`"key" = ${hashOf(key)} AND "holder" = ${holder}::uuid`;
    const renewing = setInterval(() => {
      // The next one may succeed, and else the lease runs out.
      database.rows(sql`UPDATE "Lease" SET "until" = ${until} WHERE ${isHeld}`).catch(() => undefined);
    }, times.lastsMilliseconds / RENEWALS_IN_A_LEASE);
    try {
      return await action();
    } finally {
      clearInterval(renewing);
      // Should this fail, the lease runs out.
      await database.rows(sql`DELETE FROM "Lease" WHERE ${isHeld}`).catch(() => undefined);
    }
  }

  return {
    async inTurn(key, action) {
      if (turn.getStore() !== undefined)
        throw new Error(`A turn for ${key} was asked for inside of a turn for ${turn.getStore()}.`);
      const holder = randomUUID();
      const deadline = performance.now() + times.patienceMilliseconds;
      for (let wait = FIRST_PAUSE_MILLISECONDS; !(await take(key, holder)); wait *= 2) {
        if (performance.now() > deadline) throw new BusyError(`${key} was being worked on for too long.`);
        await pause(Math.min(wait, LONGEST_PAUSE_MILLISECONDS) * (0.5 + Math.random()));
      }
      return turn.run(key, () => hold(key, holder, action));
    },
    async ifFree(key, action) {
      const holder = randomUUID();
      if (!(await take(key, holder))) throw new BusyError(`${key} is being worked on.`);
      return hold(key, holder, action);
    },
  };
}

/** A lease does not name what it is of, so that nothing of a shop stays in it. */
const hashOf = (key: string): SqlPart => sql`hashtextextended(${key}, 1)`;
