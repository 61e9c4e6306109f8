import sql from "sql-template-tag";
import { readCountsOfDays } from "../../counts/keptCounts.ts";
import type { Sql } from "../../database/sql.ts";
import { countTabs } from "./orderCounts.ts";

/** How many orders of the last days stand where. */
export interface OrderFigures {
  inProduction: number;
  ready: number;
  needsAttention: number;
  awaitingCustomization: number;
  /** Ever, for the set-up guide. */
  any: boolean;
}

/** @param days today by UTC included */
export async function readOrderFigures(connection: Sql, shopId: string, days: number): Promise<OrderFigures> {
  const [counts, first] = await Promise.all([
    readCountsOfDays(connection, shopId, days),
    // Sorted, so that the index is taken whatever share of all orders the shop has.
    connection.rows(sql`SELECT FROM "Order" WHERE "shopId" = ${shopId}::uuid ORDER BY "placedAt" LIMIT 1`),
  ]);
  const tabs = countTabs(counts);
  return {
    inProduction: tabs.in_production,
    ready: tabs.ready,
    needsAttention: tabs.needs_attention,
    awaitingCustomization: tabs.awaiting_customization,
    any: first.length > 0,
  };
}
