import pg from "pg";
import { poolConfig } from "./address.ts";

/**
 * Locks over all processes that share the database. A lock is tied to a connection of its own: it is held as long
 * as the process lives and works, however long that takes or the process is suspended, and goes when it dies.
 */
export interface Locks {
  /** Waits for its turn, then runs the action. */
  inTurn<Result>(key: string, action: () => Promise<Result>): Promise<Result>;
  /** @throws BusyError at once when another holds the key. */
  ifFree<Result>(key: string, action: () => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Another process, or another job of this one, is at work on the same thing. */
export class BusyError extends Error {
  override readonly name = "BusyError";
}

/** One for each job that may hold a lock, and some for refreshed sessions. */
const CONNECTIONS = 16;

export function openLocks(databaseUrl: string): Locks {
  const pool = new pg.Pool({
    ...poolConfig(databaseUrl),
    max: CONNECTIONS,
    application_name: "customeow locks",
  });
  // A lost idle connection held no lock; the next use opens another.
  pool.on("error", () => undefined);

  async function holding<Result>(
    take: (client: pg.PoolClient) => Promise<void>,
    action: () => Promise<Result>,
  ): Promise<Result> {
    const client = await pool.connect();
    let broken: Error | undefined;
    client.on("error", (error) => {
      broken = error;
    });
    try {
      await take(client);
      return await action();
    } finally {
      // Without its unlock a connection must not go back to the pool: ending it frees the lock.
      await client.query("SELECT pg_advisory_unlock_all()").catch((error: unknown) => {
        broken ??= error instanceof Error ? error : new Error(String(error));
      });
      client.removeAllListeners("error");
      client.release(broken);
    }
  }

  return {
    inTurn: (key, action) =>
      holding(async (client) => {
        await client.query("SELECT pg_advisory_lock(hashtextextended($1, 1))", [key]);
      }, action),
    ifFree: (key, action) =>
      holding(async (client) => {
        const answer = await client.query<{ free: boolean }>(
          "SELECT pg_try_advisory_lock(hashtextextended($1, 1)) AS free",
          [key],
        );
        if (!answer.rows[0]?.free) throw new BusyError(`${key} is being worked on.`);
      }, action),
    close: () => pool.end(),
  };
}
