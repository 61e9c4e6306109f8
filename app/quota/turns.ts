import type { QuotaPauseReason } from "@prisma/client";
import sql from "sql-template-tag";
import type { Sql } from "../database/sql.ts";
import { type Quota, urgencies } from "./demand.ts";
import { MOST_AT_ONCE, type Turn, type Waiter } from "./line.ts";
import { TROUBLED_AFTER_FAILURES } from "./outcome.ts";

/** What turns are taken by. */
export interface Terms {
  /** Of this process. */
  processId: string;
  quota: Quota;
  /** How long a request counts whose answer is never heard of. */
  abandonedAfterMilliseconds: number;
  /** Each time that somebody waited for so long, the request becomes one step more urgent. */
  patienceMilliseconds: number;
}

/** Those who wait for one key. None: to learn how the key is doing. */
export interface Wanted {
  apiKeyFingerprint: string;
  waiters: readonly Waiter[];
}

/** A request that is over. */
export interface Answered {
  grantId: string;
  apiKeyFingerprint: string;
  /** Whether CustoMeow gave an answer, whatever it said. */
  isAnswer: boolean;
  /** By this process's clock, in milliseconds. */
  at: number;
}

/** How a key is doing, once its turns were taken. */
export interface Turns {
  granted: { waiter: Waiter; turn: Turn }[];
  /** How many requests count against the quota. */
  used: number;
  /** Whether requests of other processes wait for the key. */
  othersWait: boolean;
  /** Whether the next turn is due to one of those. */
  othersAreNext: boolean;
  isTroubled: boolean;
  pause: { reason: QuotaPauseReason; milliseconds: number } | null;
  /** When the first of the requests counts no more. */
  nextFreeMilliseconds: number | null;
}

/** Waiters of a process that has not been heard of for so long keep nobody waiting. */
const SILENT_MILLISECONDS = 3_000;

/** Stands in the tables for the requests with a key that no shop uses yet. */
export const NO_SHOP = "00000000-0000-0000-0000-000000000000";

/**
 * Gives back the turns of requests that are over, then takes turns for those who wait, of many keys, in one statement:
 * as many as the quotas leave and as are not due to the waiters of other processes. Who goes next: the most urgent; of
 * those, one of the shop with the fewest requests in the window; of those, who has waited longest.
 *
 * Invariant: no key sends more than `quota.requests` in any window, summed over all processes and shops. CustoMeow
 * counts a request somewhere between our sending it and its answer, so a grant counts from when it is given until a
 * whole window after the answer came; one that is never answered, until its time-out plus a window. Postgres keeps
 * the count, the line and the clock.
 * @returns by key; a key that another process is counting right now is left out
 */
export async function takeTurns(
  database: Sql,
  terms: Terms,
  wanted: readonly Wanted[],
  answered: readonly Answered[],
): Promise<Map<string, Turns>> {
  const now = performance.now();
  const waiters = wanted.flatMap((one) => one.waiters.map((waiter) => ({ ...one, waiter })));
  const answering = answered
    .filter(({ isAnswer }) => isAnswer)
    .map(({ apiKeyFingerprint }) => apiKeyFingerprint);
  const rows = await database.rows<TurnsRow>(sql`
    SELECT * FROM take_quota_turns(
      ${terms.processId}::uuid, ${terms.quota.requests}::int, ${terms.quota.windowMilliseconds}::float8,
      ${terms.abandonedAfterMilliseconds}::float8, ${terms.patienceMilliseconds}::float8,
      ${SILENT_MILLISECONDS}::float8, ${TROUBLED_AFTER_FAILURES}::int, ${MOST_AT_ONCE}::int,
      ${answered.map(({ grantId }) => grantId)}::bigint[], ${answered.map(({ at }) => now - at)}::float8[],
      ${[...new Set(answering)]}::text[],
      ${wanted.map(({ apiKeyFingerprint }) => apiKeyFingerprint)}::text[],
      ${waiters.map(({ apiKeyFingerprint }) => apiKeyFingerprint)}::text[],
      ${waiters.map(({ waiter }) => waiter.shopId ?? NO_SHOP)}::uuid[],
      ${waiters.map(({ waiter }) => urgencies.indexOf(waiter.urgency))}::int[],
      ${waiters.map(({ waiter }) => now - waiter.since)}::float8[])`);
  const waiterOf = (number: number) => waiters[number - 1]?.waiter;
  return new Map(rows.map((row) => [row.key, toTurns(row, waiterOf, now)]));
}

interface TurnsRow {
  key: string;
  /** Counted from 1. */
  waiters: number[];
  grants: string[];
  used: number;
  others_wait: boolean;
  others_are_next: boolean;
  failures_in_a_row: number;
  pause_reason: QuotaPauseReason | null;
  pause_ms: number | null;
  next_free_ms: number | null;
}

function toTurns(row: TurnsRow, waiterOf: (number: number) => Waiter | undefined, takenAt: number): Turns {
  const { pause_reason: reason, pause_ms: milliseconds } = row;
  return {
    granted: row.grants.flatMap((grantId, index) => {
      const waiter = waiterOf(row.waiters[index] ?? 0);
      return waiter === undefined ? [] : [{ waiter, turn: { grantId, takenAt } }];
    }),
    used: row.used,
    othersWait: row.others_wait,
    othersAreNext: row.others_are_next,
    isTroubled: row.failures_in_a_row >= TROUBLED_AFTER_FAILURES,
    pause: reason !== null && milliseconds !== null && milliseconds > 0 ? { reason, milliseconds } : null,
    nextFreeMilliseconds: row.next_free_ms,
  };
}
