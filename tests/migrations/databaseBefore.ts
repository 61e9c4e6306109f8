import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { poolConfig } from "../../app/database/address.ts";

const migrations = join(import.meta.dirname, "..", "..", "prisma", "migrations");

/** A database as it was before a migration, so that a test can put rows into it and see what becomes of them. */
export interface DatabaseBefore {
  query<Row extends pg.QueryResultRow>(statement: string, values?: unknown[]): Promise<Row[]>;
  /** Carries out that one migration. */
  migrate(): Promise<void>;
  /** Disconnects and drops it. */
  close(): Promise<void>;
}

/** @param migration the name of its folder, without the time in front */
export async function databaseBefore(migration: string): Promise<DatabaseBefore> {
  const folders = (await readdir(migrations, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
  const place = folders.findIndex((name) => name.endsWith(`_${migration}`));
  if (place === -1) throw new Error(`There is no migration ${migration}.`);

  const postgresUrl = inject("postgresUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const server = await connect(postgresUrl);
  await server.query(`CREATE DATABASE ${name}`);
  const client = await connect(postgresUrl.replace(/\/postgres$/, `/${name}`));
  for (const folder of folders.slice(0, place)) await client.query(await scriptOf(folder));
  return {
    query: async <Row extends pg.QueryResultRow>(statement: string, values: unknown[] = []) =>
      (await client.query<Row>(statement, values)).rows,
    migrate: async () => {
      await client.query(await scriptOf(folders[place] ?? ""));
    },
    close: async () => {
      await client.end();
      await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await server.end();
    },
  };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(poolConfig(url));
  await client.connect();
  return client;
}

const scriptOf = (folder: string) => readFile(join(migrations, folder, "migration.sql"), "utf8");
