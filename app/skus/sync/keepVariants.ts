import sql from "sql-template-tag";
import type { Sql } from "../../database/sql.ts";
import type { ShopVariant } from "../../shopify/operations/shopVariant.ts";
import { LONGEST_TITLE, storableText } from "../../text/storableText.ts";
import type { SkuSync } from "./skuSync.ts";

export interface KeptVariants {
  /** Of the variants that carry one of CustoMeow's SKUs. */
  ids: string[];
  /** Whether the storefront may show something else now. */
  storefrontChanged: boolean;
}

/** Writes what is new or has changed of the variants that carry one of CustoMeow's SKUs, and nothing else. */
export async function keepVariants(
  rows: Sql,
  shopId: string,
  variants: readonly ShopVariant[],
): Promise<KeptVariants> {
  const given = variants.filter(({ sku }) => sku !== "" && isStorable(sku)).map(storable);
  if (given.length === 0) return { ids: [], storefrontChanged: false };
  const [kept] = await rows.rows<{ ids: string[] | null; storefrontChanged: boolean | null }>(sql`
    WITH compared AS (
      SELECT DISTINCT ON (given."variantId") given.*,
        kept."variantId" IS NULL AS "isNew",
        (kept."productId", kept.sku, kept."productTitle", kept."variantTitle", kept."imageUrl") IS DISTINCT FROM
          (given."productId", given.sku, given."productTitle", given."variantTitle", given."imageUrl") AS "hasChanged",
        (kept."productId", kept.sku) IS DISTINCT FROM (given."productId", given.sku) AS "isShownOtherwise"
      FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb) AS given(
        "variantId" text, "productId" text, sku text, "productTitle" text, "variantTitle" text, "imageUrl" text
      )
      LEFT JOIN "MatchedVariant" kept
        ON kept."shopId" = ${shopId}::uuid AND kept."variantId" = given."variantId"
      WHERE EXISTS (
        SELECT FROM "CustomeowSku" listed WHERE listed."shopId" = ${shopId}::uuid AND listed.sku = given.sku
      )
    ), updated AS (
      UPDATE "MatchedVariant" kept
      SET "productId" = compared."productId", sku = compared.sku, "productTitle" = compared."productTitle",
        "variantTitle" = compared."variantTitle", "imageUrl" = compared."imageUrl"
      FROM compared
      WHERE kept."shopId" = ${shopId}::uuid AND kept."variantId" = compared."variantId"
        AND NOT compared."isNew" AND compared."hasChanged"
    ), inserted AS (
      INSERT INTO "MatchedVariant"
        ("shopId", "variantId", "productId", sku, "productTitle", "variantTitle", "imageUrl")
      SELECT ${shopId}::uuid, "variantId", "productId", sku, "productTitle", "variantTitle", "imageUrl"
      FROM compared WHERE "isNew"
    )
    SELECT array_agg("variantId") AS ids, bool_or("isShownOtherwise") AS "storefrontChanged" FROM compared`);
  return { ids: kept?.ids ?? [], storefrontChanged: kept?.storefrontChanged ?? false };
}

/** What is not can stand in no row, so no SKU of CustoMeow's is the same. */
function isStorable(sku: string): boolean {
  return storableText(sku, sku.length) === sku;
}

function storable({ productTitle, variantTitle, ...variant }: ShopVariant): ShopVariant {
  return {
    ...variant,
    productTitle: storableText(productTitle, LONGEST_TITLE),
    variantTitle: storableText(variantTitle, LONGEST_TITLE),
  };
}

/** Those that are kept and did not come to the sync. */
export async function goneVariants(rows: Sql, { id, shopId }: SkuSync, most: number): Promise<string[]> {
  const gone = await rows.rows<{ id: string }>(sql`
    SELECT id FROM (
      SELECT "variantId" AS id FROM "MatchedVariant" WHERE "shopId" = ${shopId}::uuid
      EXCEPT
      SELECT unnest(ids) FROM "SkuSyncPart" WHERE "syncId" = ${id}::uuid AND kind = 'variants'
    ) gone
    LIMIT ${most}`);
  return gone.map((row) => row.id);
}

/** @returns whether the storefront may show something else now */
export async function forgetVariants(rows: Sql, shopId: string, ids: readonly string[]): Promise<boolean> {
  await rows.rows(sql`
    DELETE FROM "MatchedVariant" WHERE "shopId" = ${shopId}::uuid AND "variantId" = ANY (${ids}::text[])`);
  return ids.length > 0;
}
