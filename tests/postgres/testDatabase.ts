import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { poolConfig } from "../../app/database/address.ts";
import { openDatabase, type Database } from "../../app/database/database.ts";
import { openPool } from "../../app/database/pool.ts";
import { createSql, type SqlPool } from "../../app/database/sql.ts";

export interface TestDatabase {
  database: Database;
  /** The same database, for plain SQL. */
  sql: SqlPool;
  databaseUrl: string;
  /** Its connections. */
  pool: pg.Pool;
  /** Disconnects and drops it. */
  close(): Promise<void>;
}

/** A fresh, migrated database of the test's own. */
export async function testDatabase(): Promise<TestDatabase> {
  const postgresUrl = inject("postgresUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await administer(postgresUrl, `CREATE DATABASE ${name} TEMPLATE template_customeow`);
  const databaseUrl = postgresUrl.replace(/\/postgres$/, `/${name}`);
  const pool = openPool(databaseUrl, { connections: 8 });
  const database = openDatabase(pool);
  return {
    database,
    sql: createSql(pool),
    databaseUrl,
    pool,
    close: async () => {
      await database.$disconnect();
      await pool.end();
      await administer(postgresUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function administer(postgresUrl: string, statement: string): Promise<void> {
  const client = new pg.Client(poolConfig(postgresUrl));
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
