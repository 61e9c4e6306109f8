import type { Database } from "../database/database.ts";

/** A variant of the shop that a shopper can personalise. Ids are Shopify's numeric ones. */
export interface IntegratedVariant {
  productId: string;
  variantId: string;
  sku: string;
}

/** The variants whose SKU CustoMeow makes, as of the last sync. Joined in the database: a shop may have 100,000. */
export async function integratedVariants(database: Database, shopId: string): Promise<IntegratedVariant[]> {
  return database.$queryRaw<IntegratedVariant[]>`
    SELECT variant."productId", variant."variantId", variant.sku
    FROM "MatchedVariant" variant
    WHERE variant."shopId" = ${shopId}::uuid
      AND EXISTS (
        SELECT FROM "CustomeowSku" listed
        WHERE listed."shopId" = variant."shopId" AND listed.sku = variant.sku
          AND listed."integratedStatus" = 'integrated'
      )
    ORDER BY variant."variantId"`;
}

/** How many variants of the shop shoppers can personalise. */
export async function countIntegratedVariants(database: Database, shopId: string): Promise<number> {
  const rows = await database.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count
    FROM "MatchedVariant" variant
    WHERE variant."shopId" = ${shopId}::uuid
      AND EXISTS (
        SELECT FROM "CustomeowSku" listed
        WHERE listed."shopId" = variant."shopId" AND listed.sku = variant.sku
          AND listed."integratedStatus" = 'integrated'
      )`;
  return rows[0]?.count ?? 0;
}
