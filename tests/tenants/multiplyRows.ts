import sql, { raw } from "sql-template-tag";
import type { Sql } from "../../app/database/sql.ts";
import type { FilledShop } from "./fillShop.ts";

/** How many rows each order of a multiplied shop brings with it. */
export const ROWS_OF_AN_ORDER = 1 + 3 + 4 + 3 + 3 + 3 + 1;

const ORDERS_A_STATEMENT = 5_000;

/**
 * Copies the one order of a filled shop, whatever columns it has, as many times as asked for: each with three items,
 * a task, a file and a design for each of them, four timeline entries and a delivery. One is placed every five minutes
 * before the sample.
 */
export async function multiplyRows(rows: Sql, shop: FilledShop, orders: number): Promise<void> {
  for (let first = 1; first <= orders; first += ORDERS_A_STATEMENT)
    await copy(rows, shop, first, Math.min(orders, first + ORDERS_A_STATEMENT - 1));
  await rows.rows(sql`ANALYZE`);
}

/** Has the shop's orders stand in each state by turns. */
export async function spreadStates(rows: Sql, { shopId }: FilledShop): Promise<void> {
  await rows.rows(sql`
    UPDATE "Order" SET "state" = states.all[1 + numbered.n % cardinality(states.all)]
    FROM (SELECT "id", row_number() OVER (ORDER BY "placedAt") AS n FROM "Order" WHERE "shopId" = ${shopId}::uuid) AS numbered,
      (SELECT enum_range(NULL::"ProductionState") AS all) AS states
    WHERE "Order"."id" = numbered."id"`);
  await rows.rows(sql`ANALYZE "Order"`);
}

/** What differs in a copy, as SQL over `n`, the number of the order, and `k`, the number within it. */
const copies: { table: string; each: number; changes: Record<string, string> }[] = [
  {
    table: "Order",
    each: 1,
    changes: {
      id: id("order", "n"),
      platformOrderId: "'copy-' || n",
      platformOrderNo: "10000000 + n",
      placedAt: `sample."placedAt" - n * interval '5 minutes'`,
    },
  },
  {
    table: "LineItem",
    each: 3,
    changes: { id: id("line", "n, k"), orderId: id("order", "n"), platformItemId: "n || '-' || k" },
  },
  {
    table: "TimelineEntry",
    each: 4,
    changes: {
      id: id("entry", "n, k"),
      orderId: id("order", "n"),
      lineItemId: `CASE WHEN k < 4 THEN ${id("line", "n, k")} END`,
    },
  },
  { table: "CompositeTask", each: 3, changes: { id: id("task", "n, k"), lineItemId: id("line", "n, k") } },
  { table: "ProductionFile", each: 3, changes: { id: id("file", "n, k"), taskId: id("task", "n, k") } },
  { table: "Design", each: 3, changes: { customInfoId: "n || '-' || k" } },
  { table: "WebhookDelivery", each: 1, changes: { id: id("delivery", "n"), webhookId: "n" } },
];

/** An id that can be told from its row's numbers, different in each shop. */
function id(name: string, numbers: string): string {
  return `md5(concat_ws('-', sample_shop.mark, '${name}', ${numbers}))::uuid`;
}

async function copy(rows: Sql, shop: FilledShop, first: number, last: number): Promise<void> {
  for (const { table, each, changes } of copies) {
    const isOfShop =
      table === "WebhookDelivery" ? sql`"shopDomain" = ${shop.domain}` : sql`"shopId" = ${shop.shopId}::uuid`;
    const changed = Object.entries(changes).map(([column, value]) => `'${column}', ${value}`);
    await rows.rows(sql`
      WITH sample_shop AS (SELECT ${shop.mark}::text AS mark),
        sample AS (SELECT * FROM ${raw(`"${table}"`)} WHERE ${isOfShop} LIMIT 1)
      INSERT INTO ${raw(`"${table}"`)}
      SELECT copied.*
      FROM sample, sample_shop, generate_series(${first}::int, ${last}::int) AS n, generate_series(1, ${each}::int) AS k,
        jsonb_populate_record(sample::${raw(`"${table}"`)}, jsonb_build_object(${raw(changed.join(", "))})) AS copied`);
  }
}
