import type { Database } from "../database/database.ts";

/** After so many requests in a row without an answer, CustoMeow counts as down, and is only asked now and then. */
export const TROUBLED_AFTER_FAILURES = 3;

const FIRST_PAUSE_SECONDS = 5;
const LONGEST_PAUSE_SECONDS = 600;

/** How CustoMeow has been answering to a key. Shared by all processes, so that an outage is noticed once. */
export interface KeyStates {
  /** CustoMeow answered, whatever it said. */
  answered(apiKeyFingerprint: string): Promise<void>;
  /** CustoMeow gave no answer of its own. Several in a row pause the key, each time for longer. */
  notAnswered(apiKeyFingerprint: string): Promise<void>;
  /** CustoMeow said "too many": everything waits for as long as told. */
  tooMany(apiKeyFingerprint: string, seconds: number): Promise<void>;
  /** Whether CustoMeow counts as down for this key. */
  isTroubled(apiKeyFingerprint: string): Promise<boolean>;
}

export function createKeyStates(database: Database): KeyStates {
  return {
    async answered(key) {
      // A pause that CustoMeow asked for lasts, whatever it answers to what was under way.
      await database.$executeRaw`
        UPDATE "QuotaKeyState"
        SET "failuresInARow" = 0, "troubledSince" = NULL,
            "pausedUntil" = CASE WHEN "pauseReason" = 'unavailable' THEN NULL ELSE "pausedUntil" END
        WHERE "apiKeyFingerprint" = ${key} AND "failuresInARow" > 0`;
    },

    async notAnswered(key) {
      // Requests that were under way together fail together: only the first of them makes the pause longer.
      const [state] = await database.$queryRaw<{ failuresInARow: number }[]>`
        INSERT INTO "QuotaKeyState" ("apiKeyFingerprint", "failuresInARow") VALUES (${key}, 1)
        ON CONFLICT ("apiKeyFingerprint") DO UPDATE
          SET "failuresInARow" = "QuotaKeyState"."failuresInARow" + 1
          WHERE "QuotaKeyState"."pausedUntil" IS NULL OR "QuotaKeyState"."pausedUntil" <= clock_timestamp()
        RETURNING "failuresInARow"`;
      if (state === undefined || state.failuresInARow < TROUBLED_AFTER_FAILURES) return;
      const seconds = pauseSeconds(state.failuresInARow);
      await database.$executeRaw`
        UPDATE "QuotaKeyState"
        SET "pausedUntil" = clock_timestamp() + ${seconds} * interval '1 second', "pauseReason" = 'unavailable',
            "troubledSince" = coalesce("troubledSince", clock_timestamp())
        WHERE "apiKeyFingerprint" = ${key} AND "failuresInARow" = ${state.failuresInARow}`;
    },

    async tooMany(key, seconds) {
      await database.$executeRaw`
        INSERT INTO "QuotaKeyState" ("apiKeyFingerprint", "pausedUntil", "pauseReason")
        VALUES (${key}, clock_timestamp() + ${seconds} * interval '1 second', 'too_many')
        ON CONFLICT ("apiKeyFingerprint") DO UPDATE
          SET "pausedUntil" = greatest("QuotaKeyState"."pausedUntil", EXCLUDED."pausedUntil"), "pauseReason" = 'too_many'`;
    },

    async isTroubled(key) {
      const troubled = { apiKeyFingerprint: key, failuresInARow: { gte: TROUBLED_AFTER_FAILURES } };
      return (await database.quotaKeyState.count({ where: troubled })) > 0;
    },
  };
}

/** Twice as long each time, up to ten minutes; the jitter keeps many keys from coming back at the same moment. */
function pauseSeconds(failuresInARow: number): number {
  const doubled = FIRST_PAUSE_SECONDS * 2 ** (failuresInARow - TROUBLED_AFTER_FAILURES);
  return Math.min(LONGEST_PAUSE_SECONDS, doubled) * (0.8 + 0.4 * Math.random());
}
