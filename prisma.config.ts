import { defineConfig } from "prisma/config";
import { poolConfig } from "./app/database/address.ts";
import { MigrationAdapter, releaseSchemaEngineTimers } from "./prisma/migrationAdapter.ts";

// Without a value every prisma command, even `generate`, tries to download the native engine.
process.env.DATABASE_URL ??= "postgresql://localhost/none";
const databaseUrl = process.env.DATABASE_URL;

releaseSchemaEngineTimers();

export default defineConfig({
  experimental: { adapter: true },
  engine: "js",
  schema: "prisma/schema.prisma",
  adapter: () =>
    Promise.resolve(
      // Migrations take a session-level advisory lock through the pool, so it must be one connection.
      new MigrationAdapter({
        ...poolConfig(databaseUrl),
        max: 1,
        allowExitOnIdle: true,
        options: "-c TimeZone=UTC",
      }),
    ),
});
