import type { CompositeTaskState, ProductionState } from "@prisma/client";
import sql from "sql-template-tag";
import type { Sql } from "../database/sql.ts";

/** What is counted of a shop, by triggers in the database: see prisma/migrations, `counts_of_order` and its like. */
export type Counter =
  | `orders.${ProductionState}`
  /** Not in CustoMeow yet, and on their way there. */
  | "orders.unsent"
  | `lines.${ProductionState}`
  /** Failed lines that may be mended by sending their order once more, which is still possible. */
  | "lines.to_resend"
  /** Lines that failed so, by the failure's code. */
  | `failures.${string}`
  /** Tasks of lines that were not cancelled. */
  | `tasks.${CompositeTaskState}`;

/** How many there are of each kind; what is not in it, there is none of. */
export type KeptCounts = ReadonlyMap<Counter, number>;

/** As it is read from `KeptCount`, added up. */
export interface CountRow {
  counter: Counter;
  count: number;
}

/** Everything that is counted of a shop, whenever it was. */
export async function readCounts(connection: Sql, shopId: string): Promise<KeptCounts> {
  const rows = await connection.rows<CountRow>(sql`
    SELECT "counter", sum("count")::int AS "count" FROM "KeptCount"
    WHERE "shopId" = ${shopId}::uuid AND "day" = '-infinity'
    GROUP BY "counter"`);
  return toCounts(rows);
}

/** What is counted of the shop's orders that were placed in the last days, today by UTC included. */
export async function readCountsOfDays(connection: Sql, shopId: string, days: number): Promise<KeptCounts> {
  const rows = await connection.rows<CountRow>(sql`
    SELECT "counter", sum("count")::int AS "count" FROM "KeptCount"
    WHERE "shopId" = ${shopId}::uuid AND "day" > (now() AT TIME ZONE 'UTC')::date - ${days}::int
    GROUP BY "counter"`);
  return toCounts(rows);
}

export function toCounts(rows: CountRow[]): KeptCounts {
  return new Map(rows.map(({ counter, count }) => [counter, count]));
}

/** How many there are of these kinds together. */
export function sumOf(counts: KeptCounts, counters: readonly Counter[]): number {
  return counters.reduce((sum, counter) => sum + (counts.get(counter) ?? 0), 0);
}
