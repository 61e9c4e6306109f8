import type { PgBoss } from "pg-boss";
import type pg from "pg";
import { poolConfig } from "../database/address.ts";
import type { Log } from "../log/log.ts";
import { createJobBell, type JobBell } from "./bell.ts";
import { startBoss } from "./boss.ts";

/** What background work needs of the process. */
export interface JobEngine {
  boss: PgBoss;
  bell: JobBell;
  /** The process's connections. */
  pool: pg.Pool;
  /** For the one connection that is the process's own: past any pooler that lends connections for a transaction. */
  direct: pg.ClientConfig;
}

/** @param role the name under which the process is seen */
export async function startJobEngine(
  pool: pg.Pool,
  directUrl: string,
  role: string,
  log: Log,
): Promise<JobEngine> {
  const boss = await startBoss(pool, role, log);
  return { boss, bell: createJobBell(pool, log), pool, direct: poolConfig(directUrl) };
}
