import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sql, { raw } from "sql-template-tag";
import { startEmbeddedPostgres } from "../../app/database/embeddedPostgres.ts";
import { applyMigrations } from "../../app/database/migrations.ts";
import { openPool } from "../../app/database/pool.ts";
import { createSql, type SqlPool } from "../../app/database/sql.ts";

/** A migrated database of its own, which counts the statements that are sent to it as the user of the app. */
export interface CountedDatabase {
  /** As the user of the app. */
  url: string;
  /** As another user, whose statements do not count. */
  admin: SqlPool;
  /** What the app has sent since the count began, at its top: statements within functions are not told apart. */
  statements(): Promise<number>;
}

export interface Databases {
  add(name: string): Promise<CountedDatabase>;
  close(): Promise<void>;
}

/** @throws Error where this Postgres has no pg_stat_statements */
export async function openDatabases(): Promise<Databases> {
  const directory = await mkdtemp(join(tmpdir(), "customeow-fleet-"));
  const postgres = await startEmbeddedPostgres(directory, { preload: "pg_stat_statements" });
  const pools = [openPool(postgres.url, { connections: 2 })];
  const [main] = pools.map(createSql);
  if (main === undefined) throw new Error("There is no pool.");
  await main.rows(sql`CREATE EXTENSION pg_stat_statements`);
  await main.rows(sql`CREATE ROLE app SUPERUSER LOGIN PASSWORD 'app'`);

  return {
    async add(name) {
      await main.rows(sql`CREATE DATABASE ${raw(name)}`);
      const own = new URL(postgres.url);
      own.pathname = `/${name}`;
      await applyMigrations(own.href);
      const pool = openPool(own.href, { connections: 2 });
      pools.push(pool);
      own.username = own.password = "app";
      return { url: own.href, admin: createSql(pool), statements: () => countStatements(main, name) };
    },
    async close() {
      await Promise.all(pools.map((pool) => pool.end()));
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function countStatements(main: SqlPool, name: string): Promise<number> {
  const [row] = await main.rows<{ calls: number }>(sql`
    SELECT coalesce(sum(calls), 0)::float8 AS calls FROM pg_stat_statements
    JOIN pg_roles ON pg_roles.oid = userid JOIN pg_database ON pg_database.oid = dbid
    WHERE rolname = 'app' AND datname = ${name}`);
  return row?.calls ?? 0;
}
