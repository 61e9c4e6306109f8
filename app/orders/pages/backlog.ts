import sql from "sql-template-tag";
import { type CountRow, type KeptCounts, sumOf, toCounts } from "../../counts/keptCounts.ts";
import type { Sql } from "../../database/sql.ts";
import type { PauseReason, Quota } from "../../quota/demand.ts";
import { keyRefusedSince } from "../../quota/outcome.ts";

/** What waits for CustoMeow, and for how long it will. */
export interface Backlog {
  /** Orders of this shop that are not in CustoMeow yet. */
  orders: number;
  /** Items of this shop whose files are not done. */
  items: number;
  /** Until everything is through that is known now, other shops on the same key included. */
  seconds: number;
  /** CustoMeow asked for a pause, does not answer, or does not accept the key for some time now. */
  pause: { reason: PauseReason; since: Date | null; until: Date } | null;
}

interface WorkOfKey {
  own: CountRow[];
  /** Of every shop that uses the same key, this one included. */
  ofKey: CountRow[];
  pausedUntil: Date | null;
  pauseReason: PauseReason | null;
  troubledSince: Date | null;
  failuresInARow: number;
}

/** A list, a start and a question are what an item with one template takes. */
const REQUESTS_OF_A_NEW_ITEM = 3;

/** Null while the shop is not connected. */
export async function readBacklog(connection: Sql, shopId: string, quota: Quota): Promise<Backlog | null> {
  const work = await readWork(connection, shopId);
  if (work === null) return null;
  const own = toCounts(work.own);
  const requests = requestsFor(toCounts(work.ofKey));
  return {
    orders: sumOf(own, ["orders.unsent"]),
    items: sumOf(own, ["lines.queued", "lines.sent", "lines.composing"]),
    seconds: Math.ceil((requests * quota.windowMilliseconds) / (quota.requests * 1000)),
    pause: pauseOf(work),
  };
}

function pauseOf(work: WorkOfKey): Backlog["pause"] {
  const { pausedUntil, pauseReason, troubledSince } = work;
  if (pausedUntil === null || pauseReason === null || pausedUntil <= new Date()) return null;
  // It may have been a slip, which is over before anybody could do anything about it.
  if (pauseReason === "key_refused" && keyRefusedSince(work) === null) return null;
  return { reason: pauseReason, since: troubledSince, until: pausedUntil };
}

function requestsFor(counts: KeptCounts): number {
  return (
    sumOf(counts, ["orders.unsent"]) +
    sumOf(counts, ["lines.queued", "lines.sent"]) * REQUESTS_OF_A_NEW_ITEM +
    sumOf(counts, ["tasks.pending", "tasks.starting"]) * 2 +
    sumOf(counts, ["tasks.in_progress"])
  );
}

async function readWork(connection: Sql, shopId: string): Promise<WorkOfKey | null> {
  const counted = sql`
    SELECT "counter", sum("count")::int AS "count" FROM "KeptCount"
    WHERE "day" = '-infinity'`;
  const [work = null] = await connection.rows<WorkOfKey>(sql`
    WITH own AS (
      ${counted} AND "shopId" = ${shopId}::uuid GROUP BY "counter"
    ), of_key AS (
      ${counted} AND "shopId" IN (
        SELECT sharing."shopId" FROM "CustomeowConnection" AS connection
        JOIN "CustomeowConnection" AS sharing USING ("apiKeyFingerprint")
        WHERE connection."shopId" = ${shopId}::uuid
      )
      GROUP BY "counter"
    )
    SELECT state."pausedUntil", state."pauseReason", state."troubledSince",
      coalesce(state."failuresInARow", 0) AS "failuresInARow",
      (SELECT coalesce(json_agg(own), '[]') FROM own) AS "own",
      (SELECT coalesce(json_agg(of_key), '[]') FROM of_key) AS "ofKey"
    FROM "CustomeowConnection" AS connection
    LEFT JOIN "QuotaKeyState" AS state USING ("apiKeyFingerprint")
    WHERE connection."shopId" = ${shopId}::uuid`);
  return work;
}
