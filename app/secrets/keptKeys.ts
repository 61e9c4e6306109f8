import { randomBytes } from "node:crypto";
import sql from "sql-template-tag";
import type { Sql } from "../database/sql.ts";
import type { KeyRing } from "./keyRing.ts";

const FINGERPRINT_KEY = "fingerprint";

/**
 * The key of the API keys' fingerprints. It is kept in the database, encrypted with the ring, and stays the same for
 * good while the ring's own keys are replaced. Made at the first start; where there are fingerprints from before it was
 * kept, it is what made them: the ring's newest key.
 * @throws UnreadableSecretError where the ring does not hold the key that the database was last used with
 */
export async function openFingerprintKey(rows: Sql, ring: KeyRing, newestKey: string): Promise<Buffer> {
  const cipher = ring.cipher("kept-key");
  const kept =
    (await keptKey(rows)) ??
    (await keep(rows, cipher.encrypt(await firstKey(rows, newestKey), FINGERPRINT_KEY)));
  return Buffer.from(cipher.decrypt(kept, FINGERPRINT_KEY), "base64");
}

async function keptKey(rows: Sql): Promise<string | null> {
  const [kept] = await rows.rows<{ encryptedKey: string }>(sql`
    SELECT "encryptedKey" FROM "KeptKey" WHERE "name" = ${FINGERPRINT_KEY}`);
  return kept?.encryptedKey ?? null;
}

/** In base64. */
async function firstKey(rows: Sql, newestKey: string): Promise<string> {
  const connections = await rows.rows(sql`SELECT FROM "CustomeowConnection" LIMIT 1`);
  return connections.length > 0 ? newestKey : randomBytes(32).toString("base64");
}

/** Of processes that start together, one keeps its own. @returns what is kept */
async function keep(rows: Sql, encryptedKey: string): Promise<string> {
  await rows.rows(sql`
    INSERT INTO "KeptKey" ("name", "encryptedKey") VALUES (${FINGERPRINT_KEY}, ${encryptedKey})
    ON CONFLICT DO NOTHING`);
  return (await keptKey(rows)) ?? encryptedKey;
}
