import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../app/database/embeddedPostgres.ts";

/** Fails when prisma/schema.prisma says something that the migrations do not do. */
const directory = await mkdtemp(join(tmpdir(), "customeow-migrations-"));
const postgres = await startEmbeddedPostgres(directory, { durable: false });
try {
  const options = ["--from-migrations", "prisma/migrations", "--to-schema-datamodel", "prisma/schema.prisma"];
  const { status } = spawnSync("npx", ["prisma", "migrate", "diff", ...options, "--exit-code"], {
    stdio: "inherit",
    shell: process.platform === "win32",
    env: { ...process.env, DATABASE_URL: postgres.url },
  });
  if (status !== 0)
    console.error("The schema has changed without a migration: npx prisma migrate dev --name …");
  process.exitCode = status === 0 ? 0 : 1;
} finally {
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
}
