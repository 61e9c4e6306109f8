import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { poolConfig } from "../../app/database/address.ts";
import { startEmbeddedPostgres } from "../../app/database/embeddedPostgres.ts";
import { applyMigrations } from "../../app/database/migrations.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A Postgres with the database `template_customeow`, migrated and never written to. */
    postgresUrl: string;
  }
}

/** One Postgres for all test files; each file clones a database of its own from the migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), "customeow-test-"));
  const postgres = await startEmbeddedPostgres(directory, { durable: false });
  const client = new pg.Client(poolConfig(postgres.url));
  await client.connect();
  await client.query("CREATE DATABASE template_customeow");
  await client.end();
  await applyMigrations(postgres.url.replace(/\/postgres$/, "/template_customeow"));
  project.provide("postgresUrl", postgres.url);
  return async () => {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
