import type { Database } from "./database.ts";

/**
 * Runs one action at a time for a key, over all processes that share the database. The lock goes with its
 * transaction, so a process that dies holds nothing.
 */
export async function withLock<Result>(
  database: Database,
  key: string,
  action: () => Promise<Result>,
): Promise<Result> {
  return database.$transaction(
    async (transaction) => {
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 1))`;
      return action();
    },
    { timeout: 60_000, maxWait: 60_000 },
  );
}
