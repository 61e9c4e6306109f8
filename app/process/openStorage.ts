import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Settings } from "../config/settings.ts";
import { startEmbeddedPostgres } from "../database/embeddedPostgres.ts";
import { applyMigrations } from "../database/migrations.ts";
import { checkTimeZone, setTimeZone } from "../database/timeZone.ts";

/** Where the data is stored, and the keys that encrypt the secrets in it. */
export interface Storage {
  databaseUrl: string;
  /** The same, past any pooler. */
  directUrl: string;
  /** Each 32 bytes in base64, the newest first. */
  encryptionKeys: [string, ...string[]];
  close: () => Promise<void>;
}

/** Opens the Postgres that the settings name, or starts the built-in one, and migrates it. */
export async function openStorage(settings: Settings): Promise<Storage> {
  if (settings.database.kind === "external") {
    if (settings.encryptionKey === null) throw new Error("ENCRYPTION_KEY must be given with DATABASE_URL.");
    await applyMigrations(settings.database.directUrl);
    await setTimeZone(settings.database.directUrl);
    await checkTimeZone(settings.database.url);
    return {
      databaseUrl: settings.database.url,
      directUrl: settings.database.directUrl,
      encryptionKeys: [settings.encryptionKey, ...settings.furtherEncryptionKeys],
      close: async () => {},
    };
  }

  const { directory } = settings.database;
  const postgres = await startEmbeddedPostgres(directory);
  try {
    await applyMigrations(postgres.url);
    const encryptionKey = settings.encryptionKey ?? (await keptEncryptionKey(directory));
    return {
      databaseUrl: postgres.url,
      directUrl: postgres.url,
      encryptionKeys: [encryptionKey, ...settings.furtherEncryptionKeys],
      close: postgres.stop,
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** The key of the built-in database is stored beside its data, readable only by the owner, and created on first start. */
async function keptEncryptionKey(directory: string): Promise<string> {
  const file = join(directory, "encryption.key");
  try {
    return await readFile(file, "utf8");
  } catch {
    const key = randomBytes(32).toString("base64");
    await writeFile(file, key, { mode: 0o600, flag: "wx" });
    return key;
  }
}
