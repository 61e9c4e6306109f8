import sql from "sql-template-tag";
import type { Sql } from "../database/sql.ts";

/** Every design that the orders have, or ever had: one that was replaced is still named by the order's history. */
export async function designIdsOf(rows: Sql, orderIds: readonly string[]): Promise<string[]> {
  const ids = [...orderIds];
  const designs = await rows.rows<{ id: string }>(sql`
    SELECT "customInfoId" AS "id" FROM "LineItem"
    WHERE "orderId" = ANY(${ids}::uuid[]) AND "customInfoId" IS NOT NULL
    UNION SELECT "platformDesign" FROM "LineItem"
    WHERE "orderId" = ANY(${ids}::uuid[]) AND "platformDesign" IS NOT NULL
    UNION SELECT "parameters"->>'design' FROM "TimelineEntry"
    WHERE "orderId" = ANY(${ids}::uuid[]) AND "parameters"->>'design' IS NOT NULL`);
  return designs.map(({ id }) => id);
}
