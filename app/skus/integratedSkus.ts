import sql, { type Sql } from "sql-template-tag";

/** The query of those of these SKUs that CustoMeow makes for the shop, as of the last sync; to be a part of another. */
export function integratedAmong(shopId: string, skus: readonly string[]): Sql {
  return sql`
    SELECT DISTINCT "sku" FROM "CustomeowSku"
    WHERE "shopId" = ${shopId}::uuid AND "integratedStatus" = 'integrated' AND "sku" = ANY(${skus}::text[])`;
}
