import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "../database/database.ts";

export interface Quota {
  requests: number;
  windowMilliseconds: number;
}

/** Lets requests to CustoMeow through, as fast as their key's quota allows. */
export interface QuotaLimiter {
  /** Waits for the key's turn, sends, and gives back what `send` gives. */
  run<Answer>(apiKeyFingerprint: string, send: () => Promise<Answer>): Promise<Answer>;
}

interface Turn {
  grantId: bigint | null;
  waitMilliseconds: number;
}

/**
 * Invariant: no key sends more than `quota.requests` in any window, summed over all processes and shops.
 * CustoMeow counts a request somewhere between our sending it and its answer, so a request counts from when it is
 * granted until a whole window after its answer came; one that never answers, until its time-out plus a window.
 * Postgres keeps the count and the clock.
 */
export function createQuotaLimiter(
  database: Database,
  quota: Quota,
  timeoutMilliseconds: number,
): QuotaLimiter {
  const abandonedAfter = timeoutMilliseconds + quota.windowMilliseconds;

  // A request under way gives its place back earlier than its time-out says: look again once a request's share of
  // the window has passed.
  const longestWait = quota.windowMilliseconds / quota.requests;

  async function waitForTurn(fingerprint: string): Promise<bigint> {
    for (;;) {
      const turn = await takeTurn(database, fingerprint, quota.requests, abandonedAfter);
      if (turn.grantId !== null) return turn.grantId;
      // The jitter keeps waiting processes from asking all at the same moment.
      await pause(Math.min(turn.waitMilliseconds, longestWait) + Math.random() * 50);
    }
  }

  return {
    async run(fingerprint, send) {
      const grantId = await waitForTurn(fingerprint);
      try {
        return await send();
      } finally {
        // Should this fail, the grant merely counts longer than it had to: the answer matters more.
        await countFromNow(database, grantId, quota.windowMilliseconds).catch(() => undefined);
      }
    },
  };
}

async function takeTurn(
  database: Database,
  fingerprint: string,
  requests: number,
  abandonedAfter: number,
): Promise<Turn> {
  return database.$transaction(async (transaction) => {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${fingerprint}, 0))`;
    await transaction.$executeRaw`
      DELETE FROM "QuotaGrant" WHERE "apiKeyFingerprint" = ${fingerprint} AND "countsUntil" <= clock_timestamp()`;
    const [counted] = await transaction.$queryRaw<{ used: bigint; wait: number | null }[]>`
      SELECT count(*) AS used,
             (extract(epoch FROM min("countsUntil") - clock_timestamp()) * 1000)::float8 AS wait
      FROM "QuotaGrant" WHERE "apiKeyFingerprint" = ${fingerprint}`;
    if (counted && counted.used >= BigInt(requests))
      return { grantId: null, waitMilliseconds: Math.max(10, counted.wait ?? 0) };

    const [granted] = await transaction.$queryRaw<{ id: bigint }[]>`
      INSERT INTO "QuotaGrant" ("apiKeyFingerprint", "grantedAt", "countsUntil")
      VALUES (${fingerprint}, clock_timestamp(), clock_timestamp() + ${abandonedAfter} * interval '1 millisecond')
      RETURNING "id"`;
    if (!granted) throw new Error("Postgres inserted a quota grant without returning it.");
    return { grantId: granted.id, waitMilliseconds: 0 };
  });
}

async function countFromNow(database: Database, grantId: bigint, windowMilliseconds: number): Promise<void> {
  await database.$executeRaw`
    UPDATE "QuotaGrant" SET "countsUntil" = clock_timestamp() + ${windowMilliseconds} * interval '1 millisecond'
    WHERE "id" = ${grantId}`;
}
