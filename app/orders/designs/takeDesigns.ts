import sql from "sql-template-tag";
import type { SqlPool } from "../../database/sql.ts";
import { type DesignOfLine, giveDesigns } from "../lifecycle/giveDesigns.ts";
import type { Lifecycle } from "../lifecycle/lifecycle.ts";

/** What CustoMeow says of a line of one of the shop's orders. */
export interface ReadLine extends DesignOfLine {
  platformOrderId: string;
}

interface AwaitingOrder {
  id: string;
  platformOrderId: string;
}

/**
 * Gives lines that wait for a design the one that CustoMeow was read to have, and has them produced. For whatever was
 * read of CustoMeow's orders, so that no design is overlooked that somebody has seen.
 * @returns how many lines got their design
 */
export async function takeDesigns(
  { sql: rows, lifecycle }: { sql: SqlPool; lifecycle: Lifecycle },
  shopId: string,
  lines: readonly ReadLine[],
): Promise<number> {
  const designed = lines.filter(({ customInfoId }) => customInfoId !== null);
  let items = 0;
  for (const { id: orderId, platformOrderId } of await awaitingAmong(rows, shopId, designed)) {
    const ofOrder = designed.filter((line) => line.platformOrderId === platformOrderId);
    items += (await lifecycle.change({ shopId, orderId }, (change) => giveDesigns(change, ofOrder))) ?? 0;
  }
  return items;
}

/** Those of the lines' orders in which a line waits for a design. */
async function awaitingAmong(
  rows: SqlPool,
  shopId: string,
  lines: readonly ReadLine[],
): Promise<AwaitingOrder[]> {
  if (lines.length === 0) return [];
  const platformOrderIds = [...new Set(lines.map(({ platformOrderId }) => platformOrderId))];
  return rows.rows<AwaitingOrder>(sql`
    SELECT "id", "platformOrderId" FROM "Order"
    WHERE "shopId" = ${shopId}::uuid AND "platformOrderId" = ANY(${platformOrderIds}) AND EXISTS (
      SELECT FROM "LineItem" AS line WHERE line."orderId" = "Order"."id" AND line."state" = 'awaiting_customization')`);
}
