import sql from "sql-template-tag";
import type { Sql } from "../database/sql.ts";

/** What a request tells of CustoMeow itself. */
export type Outcome =
  /** It answered, whatever it said. */
  | { kind: "answered" }
  /** It gave no answer of its own. Several in a row pause the key, each time for longer. */
  | { kind: "not_answered" }
  /** It said "too many": everything waits for as long as told. */
  | { kind: "too_many"; seconds: number };

/** After so many requests in a row without an answer, CustoMeow counts as down, and is only asked now and then. */
export const TROUBLED_AFTER_FAILURES = 3;

const FIRST_PAUSE_SECONDS = 5;
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
  }
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

/** Twice as long each time, up to ten minutes; the jitter keeps many keys from coming back at the same moment. */
function pauseSeconds(failuresInARow: number): number {
  const doubled = FIRST_PAUSE_SECONDS * 2 ** (failuresInARow - TROUBLED_AFTER_FAILURES);
  return Math.min(LONGEST_PAUSE_SECONDS, doubled) * (0.8 + 0.4 * Math.random());
}
