import sql, { type Sql as SqlPart } from "sql-template-tag";
import type { Database } from "../database/database.ts";
import { sqlOf } from "../database/sql.ts";

/**
 * Rows `variant` of the shop's variants that a shopper can personalise: those whose SKU CustoMeow makes, as of the last
 * sync. To follow `FROM`, with further conditions behind it. Joined in the database: a shop may have 100,000.
 */
export const integratedVariants = (shopId: string): SqlPart => sql`
  "MatchedVariant" AS variant
  WHERE variant."shopId" = ${shopId}::uuid
    AND EXISTS (
      SELECT FROM "CustomeowSku" AS listed
      WHERE listed."shopId" = variant."shopId" AND listed.sku = variant.sku
        AND listed."integratedStatus" = 'integrated'
    )`;

/** How many variants of the shop shoppers can personalise. */
export async function countIntegratedVariants(database: Database, shopId: string): Promise<number> {
  const [counted] = await sqlOf(database).rows<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM ${integratedVariants(shopId)}`,
  );
  return counted?.count ?? 0;
}
