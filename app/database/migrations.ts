import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { poolConfig } from "./address.ts";

const run = promisify(execFile);
const projectRoot = join(import.meta.dirname, "..", "..");

/**
 * Brings the database to the newest migration. Looks first, so that an up-to-date start costs one query; Prisma
 * itself holds a lock while it migrates, so processes that start together do not collide.
 * @throws Error with Prisma's own output when a migration fails.
 */
export async function applyMigrations(databaseUrl: string): Promise<void> {
  const [wanted, applied] = await Promise.all([migrationNames(), appliedMigrations(databaseUrl)]);
  if (wanted.every((name) => applied.has(name))) return;

  const prisma = join(
    dirname(createRequire(import.meta.url).resolve("prisma/package.json")),
    "build",
    "index.js",
  );
  try {
    await run(process.execPath, [prisma, "migrate", "deploy"], {
      cwd: projectRoot,
      env: { ...process.env, DATABASE_URL: databaseUrl, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
    });
  } catch (error) {
    const output = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    throw new Error(`The database could not be migrated.\n${output}`, { cause: error });
  }
}

async function migrationNames(): Promise<string[]> {
  const entries = await readdir(join(projectRoot, "prisma", "migrations"), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

async function appliedMigrations(databaseUrl: string): Promise<Set<string>> {
  const client = new pg.Client(poolConfig(databaseUrl));
  await client.connect();
  try {
    const table = await client.query<{ found: string | null }>(
      "SELECT to_regclass('_prisma_migrations') AS found",
    );
    if (!table.rows[0]?.found) return new Set();
    const rows = await client.query<{ migration_name: string }>(
      "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
    );
    return new Set(rows.rows.map((row) => row.migration_name));
  } finally {
    await client.end();
  }
}
