import type { QuotaKeyState } from "@prisma/client";
import sql from "sql-template-tag";
import type { Sql } from "../database/sql.ts";

/** What a request tells of CustoMeow itself. */
export type Outcome =
  /** It answered, whatever it said. */
  | { kind: "answered" }
  /** It gave no answer of its own. Several in a row pause the key, each time for longer. */
  | { kind: "not_answered" }
  /** It said "too many": everything waits for as long as told. */
  | { kind: "too_many"; seconds: number }
  /** It did not accept the key, which may be a slip of its own: the key pauses at once, each time for longer. */
  | { kind: "key_refused" };

/** After so many requests in a row without an answer, CustoMeow counts as down, and is only asked now and then. */
export const TROUBLED_AFTER_FAILURES = 3;

/** A key that is refused so often in a row, over a minute and more, is no slip. */
const STAYS_REFUSED_AFTER = 4;

const FIRST_PAUSE_SECONDS = 5;
const FIRST_PAUSE_OF_REFUSED_KEY_SECONDS = 10;
const LONGEST_PAUSE_SECONDS = 600;

/**
 * Notes what is wrong with a key, for all processes: so that an outage is noticed once. That it answers again is noted
 * where its turns are given back.
 */
export async function noteTrouble(database: Sql, apiKeyFingerprint: string, outcome: Outcome): Promise<void> {
  switch (outcome.kind) {
    case "answered":
      return;
    case "not_answered":
      return noteNotAnswered(database, apiKeyFingerprint);
    case "too_many":
      return noteTooMany(database, apiKeyFingerprint, outcome.seconds);
    case "key_refused":
      return noteKeyRefused(database, apiKeyFingerprint);
  }
}

/** Since when CustoMeow has not accepted a key, once that stays so; null while it does, or may have been a slip. */
export function keyRefusedSince(
  state: Pick<QuotaKeyState, "pauseReason" | "failuresInARow" | "troubledSince"> | null,
): Date | null {
  if (state?.pauseReason !== "key_refused") return null;
  return state.failuresInARow >= TROUBLED_AFTER_FAILURES + STAYS_REFUSED_AFTER - 1
    ? state.troubledSince
    : null;
}

/** A person says that a key is right: it is tried at once, whatever became of it before. */
export async function endRefusal(database: Sql, apiKeyFingerprint: string): Promise<void> {
  await database.rows(sql`
    UPDATE "QuotaKeyState" SET "pausedUntil" = NULL
    WHERE "apiKeyFingerprint" = ${apiKeyFingerprint} AND "pauseReason" = 'key_refused'
      AND "pausedUntil" > clock_timestamp()`);
}

/** As when nothing is answered, one request at a time then finds out whether the key is accepted again. */
async function noteKeyRefused(database: Sql, key: string): Promise<void> {
  const isRefusedAgain = sql`state."pauseReason" = 'key_refused' AND state."failuresInARow" >= ${TROUBLED_AFTER_FAILURES}`;
  const failures = sql`CASE WHEN ${isRefusedAgain} THEN state."failuresInARow" + 1 ELSE ${TROUBLED_AFTER_FAILURES} END`;
  await database.rows(sql`
    INSERT INTO "QuotaKeyState" ("apiKeyFingerprint") VALUES (${key}) ON CONFLICT DO NOTHING`);
  // Requests that were under way together are refused together: only the first of them counts.
  await database.rows(sql`
    UPDATE "QuotaKeyState" AS state
    SET "failuresInARow" = ${failures}, "pauseReason" = 'key_refused',
        "troubledSince" = CASE WHEN ${isRefusedAgain} THEN state."troubledSince" ELSE clock_timestamp() END,
        "pausedUntil" = clock_timestamp() + interval '1 second' * ${jitter()}::float8 * least(
          ${LONGEST_PAUSE_SECONDS}::float8,
          ${FIRST_PAUSE_OF_REFUSED_KEY_SECONDS}::float8 * power(2, ${failures} - ${TROUBLED_AFTER_FAILURES}))
    WHERE "apiKeyFingerprint" = ${key} AND ("pausedUntil" IS NULL OR "pausedUntil" <= clock_timestamp())`);
}

async function noteTooMany(database: Sql, key: string, seconds: number): Promise<void> {
  await database.rows(sql`
    INSERT INTO "QuotaKeyState" ("apiKeyFingerprint", "pausedUntil", "pauseReason")
    VALUES (${key}, clock_timestamp() + ${seconds}::float8 * interval '1 second', 'too_many')
    ON CONFLICT ("apiKeyFingerprint") DO UPDATE
      SET "pausedUntil" = greatest("QuotaKeyState"."pausedUntil", EXCLUDED."pausedUntil"), "pauseReason" = 'too_many'`);
}

async function noteNotAnswered(database: Sql, key: string): Promise<void> {
  // Requests that were under way together fail together: only the first of them makes the pause longer.
  const [state] = await database.rows<{ failuresInARow: number }>(sql`
    INSERT INTO "QuotaKeyState" ("apiKeyFingerprint", "failuresInARow") VALUES (${key}, 1)
    ON CONFLICT ("apiKeyFingerprint") DO UPDATE
      SET "failuresInARow" = "QuotaKeyState"."failuresInARow" + 1
      WHERE "QuotaKeyState"."pausedUntil" IS NULL OR "QuotaKeyState"."pausedUntil" <= clock_timestamp()
    RETURNING "failuresInARow"`);
  if (state === undefined || state.failuresInARow < TROUBLED_AFTER_FAILURES) return;
  await database.rows(sql`
    UPDATE "QuotaKeyState"
    SET "pausedUntil" = clock_timestamp() + ${pauseSeconds(state.failuresInARow)}::float8 * interval '1 second',
        "pauseReason" = 'unavailable', "troubledSince" = coalesce("troubledSince", clock_timestamp())
    WHERE "apiKeyFingerprint" = ${key} AND "failuresInARow" = ${state.failuresInARow}`);
}

/** Twice as long each time, up to ten minutes. */
function pauseSeconds(failuresInARow: number): number {
  const doubled = FIRST_PAUSE_SECONDS * 2 ** (failuresInARow - TROUBLED_AFTER_FAILURES);
  return Math.min(LONGEST_PAUSE_SECONDS, doubled) * jitter();
}

/** Keeps many keys from coming back at the same moment. */
const jitter = () => 0.8 + 0.4 * Math.random();
