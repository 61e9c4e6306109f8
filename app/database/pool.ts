import pg from "pg";
import { poolConfig } from "./address.ts";

/**
 * Opens the process's connections to Postgres, which Prisma and plain SQL share. Nothing connects before the first
 * statement.
 */
export function openPool(databaseUrl: string, options: { connections: number }): pg.Pool {
  const pool = new pg.Pool({ ...poolConfig(databaseUrl), max: options.connections });
  // Postgres ended an idle connection: whoever needs one next opens another.
  pool.on("error", () => undefined);
  return pool;
}
