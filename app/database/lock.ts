import pg from "pg";
import { poolConfig } from "./address.ts";
import { createSessionLocks } from "./sessionLocks.ts";

/**
 * Locks over all processes that share the database. A lock is tied to a connection: it is held as long as the
 * process lives and works, however long that takes or the process is suspended, and goes when it dies.
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

/** For refreshed sessions and the like, each of which waits on a connection of its own. */
const WAITING_CONNECTIONS = 8;

export function openLocks(databaseUrl: string): Locks {
  const config = { ...poolConfig(databaseUrl), application_name: "customeow locks" };
  const pool = new pg.Pool({ ...config, max: WAITING_CONNECTIONS });
  // A lost idle connection held no lock; the next use opens another.
  pool.on("error", () => undefined);
  const session = createSessionLocks(config);

  return {
    async inTurn(key, action) {
      const client = await pool.connect();
      let broken: Error | undefined;
      client.on("error", (error) => {
        broken = error;
      });
      try {
        await client.query("SELECT pg_advisory_lock(hashtextextended($1, 1))", [key]);
        return await action();
      } finally {
        // Without its unlock a connection must not go back to the pool: ending it frees the lock.
        await client.query("SELECT pg_advisory_unlock_all()").catch((error: unknown) => {
          broken ??= error instanceof Error ? error : new Error(String(error));
        });
        client.removeAllListeners("error");
        client.release(broken);
      }
    },
    async ifFree(key, action) {
      const release = await session.take(key);
      if (release === null) throw new BusyError(`${key} is being worked on.`);
      try {
        return await action();
      } finally {
        await release();
      }
    },
    async close() {
      await Promise.all([pool.end(), session.close()]);
    },
  };
}
