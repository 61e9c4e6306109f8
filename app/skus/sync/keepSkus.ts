import sql from "sql-template-tag";
import type { ListedSku } from "../../customeow/sku.ts";
import type { Sql } from "../../database/sql.ts";
import { LONGEST_TITLE, storableText } from "../../text/storableText.ts";
import type { SkuSync } from "./skuSync.ts";

/** Longer than any SKU of a variant, which has 255 characters at most. What is cut matches none. */
const LONGEST_SKU = 255;

/**
 * Writes what is new or has changed of these SKUs, and nothing else. SKUs are compared letter by letter: CustoMeow and
 * Shopify both tell `mug-1` from `MUG-1`, and a looser match could offer the wrong customizer.
 * @returns whether the storefront may show something else now
 */
export async function keepSkus(rows: Sql, shopId: string, skus: readonly ListedSku[]): Promise<boolean> {
  const given = skus.map(({ id, sku, integratedStatus, custom }) => ({
    id,
    sku: storableText(sku, LONGEST_SKU),
    status: integratedStatus,
    title: custom?.title ? storableText(custom.title, LONGEST_TITLE) : null,
  }));
  const [difference] = await rows.rows<{ storefrontChanged: boolean | null }>(sql`
    WITH compared AS (
      SELECT DISTINCT ON (given.id) given.id, given.sku, given.status::"IntegratedStatus" AS status, given.title,
        kept."customeowSkuId" IS NULL AS "isNew",
        (kept.sku, kept."integratedStatus", kept."customTitle")
          IS DISTINCT FROM (given.sku, given.status::"IntegratedStatus", given.title) AS "hasChanged",
        kept.sku AS "skuBefore", kept."integratedStatus" AS "statusBefore"
      FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
        AS given(id text, sku text, status text, title text)
      LEFT JOIN "CustomeowSku" kept ON kept."shopId" = ${shopId}::uuid AND kept."customeowSkuId" = given.id
    ), updated AS (
      UPDATE "CustomeowSku" kept
      SET sku = compared.sku, "integratedStatus" = compared.status, "customTitle" = compared.title,
        "syncedAt" = now()
      FROM compared
      WHERE kept."shopId" = ${shopId}::uuid AND kept."customeowSkuId" = compared.id
        AND NOT compared."isNew" AND compared."hasChanged"
    ), inserted AS (
      INSERT INTO "CustomeowSku" ("shopId", "customeowSkuId", sku, "integratedStatus", "customTitle", "syncedAt")
      SELECT ${shopId}::uuid, id, sku, status, title, now() FROM compared WHERE "isNew"
    )
    SELECT bool_or(
      (status = 'integrated') IS DISTINCT FROM coalesce("statusBefore" = 'integrated', false)
      OR (status = 'integrated' AND sku <> "skuBefore")
    ) AS "storefrontChanged"
    FROM compared`);
  return difference?.storefrontChanged ?? false;
}

/** Those that are kept and did not come to the sync. */
export async function goneSkus(rows: Sql, { id, shopId }: SkuSync, most: number): Promise<string[]> {
  const gone = await rows.rows<{ id: string }>(sql`
    SELECT id FROM (
      SELECT "customeowSkuId" AS id FROM "CustomeowSku" WHERE "shopId" = ${shopId}::uuid
      EXCEPT
      SELECT unnest(ids) FROM "SkuSyncPart" WHERE "syncId" = ${id}::uuid AND kind = 'skus'
    ) gone
    LIMIT ${most}`);
  return gone.map((row) => row.id);
}

/** @returns whether the storefront may show something else now */
export async function forgetSkus(rows: Sql, shopId: string, ids: readonly string[]): Promise<boolean> {
  const forgotten = await rows.rows<{ wasShown: boolean }>(sql`
    DELETE FROM "CustomeowSku" WHERE "shopId" = ${shopId}::uuid AND "customeowSkuId" = ANY (${ids}::text[])
    RETURNING "integratedStatus" = 'integrated' AS "wasShown"`);
  return forgotten.some(({ wasShown }) => wasShown);
}
