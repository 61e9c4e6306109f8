import sql from "sql-template-tag";
import type { Sql } from "../database/sql.ts";
import { NO_SHOP } from "./turns.ts";

/**
 * Takes a shop out of the line and the counts. Its requests that count go on counting, for nobody, since other shops
 * may share their key; in a transaction.
 */
export async function forgetShop(rows: Sql, shopId: string): Promise<void> {
  // As whoever takes turns does, so that the counts stay right.
  const keys = await rows.rows<{ apiKeyFingerprint: string }>(sql`
    SELECT "apiKeyFingerprint" FROM "QuotaKeyState"
    WHERE "apiKeyFingerprint" IN (SELECT "apiKeyFingerprint" FROM "QuotaShare" WHERE "shopId" = ${shopId}::uuid)
    ORDER BY "apiKeyFingerprint" FOR UPDATE`);
  const locked = keys.map(({ apiKeyFingerprint }) => apiKeyFingerprint);
  await rows.rows(sql`
    UPDATE "QuotaGrant" SET "shopId" = ${NO_SHOP}::uuid
    WHERE "apiKeyFingerprint" = ANY (${locked}::text[]) AND "shopId" = ${shopId}::uuid`);
  await rows.rows(sql`
    WITH gone AS (
      DELETE FROM "QuotaShare" WHERE "shopId" = ${shopId}::uuid RETURNING "apiKeyFingerprint", "counting"
    )
    INSERT INTO "QuotaShare" AS share ("apiKeyFingerprint", "shopId", "counting")
    SELECT "apiKeyFingerprint", ${NO_SHOP}::uuid, "counting" FROM gone
    ON CONFLICT ("apiKeyFingerprint", "shopId") DO UPDATE SET "counting" = share."counting" + EXCLUDED."counting"`);
  // The line of a process that still waits for others is written again within a second.
  await rows.rows(sql`DELETE FROM "QuotaLine" WHERE ${shopId}::uuid = ANY ("shopIds")`);
}

/** Forgets a key that no shop uses any more, except for requests that still count. In a transaction. */
export async function forgetKey(rows: Sql, apiKeyFingerprint: string): Promise<void> {
  const ofKey = sql`"apiKeyFingerprint" = ${apiKeyFingerprint}`;
  await rows.rows(sql`SELECT FROM "QuotaKeyState" WHERE ${ofKey} FOR UPDATE`);
  await rows.rows(sql`
    WITH gone AS (
      DELETE FROM "QuotaGrant" WHERE ${ofKey} AND "countsUntil" <= clock_timestamp() RETURNING "shopId"
    ), sums AS (
      SELECT "shopId", count(*) AS number FROM gone GROUP BY "shopId"
    )
    UPDATE "QuotaShare" AS share SET "counting" = share."counting" - sums.number
    FROM sums WHERE ${ofKey} AND share."shopId" = sums."shopId"`);
  await rows.rows(sql`DELETE FROM "QuotaShare" WHERE ${ofKey} AND "counting" = 0`);
  await rows.rows(sql`DELETE FROM "QuotaLine" WHERE ${ofKey}`);
  await rows.rows(sql`DELETE FROM "QuotaKeyState" WHERE ${ofKey}`);
}
