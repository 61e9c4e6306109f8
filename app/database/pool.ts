import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { poolConfig } from "./address.ts";

/** For a new connection, or for one that another statement holds: whoever waits longer is told, and tries again. */
const CONNECTED_WITHIN_MILLISECONDS = 30_000;

/**
 * Opens the process's connections to Postgres, which Prisma and plain SQL share. Nothing connects before the first
 * statement.
 */
export function openPool(databaseUrl: string, options: { connections: number }): pg.Pool {
  const pool = new pg.Pool({
    ...poolConfig(databaseUrl),
    max: options.connections,
    connectionTimeoutMillis: CONNECTED_WITHIN_MILLISECONDS,
    keepAlive: true,
  });
  // Postgres ended an idle connection: whoever needs one next opens another.
  pool.on("error", () => undefined);
  return pool;
}

const LOOKS_EVERY_MILLISECONDS = 20;

/** Waits until no statement and no transaction is under way, or the deadline is over. */
export async function untilUnused(pool: pg.Pool, deadline: AbortSignal): Promise<void> {
  while (!deadline.aborted && pool.totalCount > pool.idleCount) await pause(LOOKS_EVERY_MILLISECONDS);
}
