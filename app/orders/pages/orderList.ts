import type { ProductionState } from "@prisma/client";
import sql, { empty, type Sql as Statement } from "sql-template-tag";
import { z } from "zod";
import type { Sql } from "../../database/sql.ts";
import { type Page, type PageRequest, readPage, type Start } from "../../lists/paging.ts";
import { contains, hasPieces, LOOKED_THROUGH } from "../../lists/search.ts";
import { storableText } from "../../text/storableText.ts";
import { type OrderTab, statesOf } from "./orderTabs.ts";

export interface OrderRow {
  id: string;
  platformOrderNo: string;
  placedAt: Date;
  state: ProductionState;
  lineItemCount: number;
  /** Of its first item. */
  title: string;
}

const ORDERS_A_PAGE = 25;

/** `placedAt` as text, and the id, which tells apart what was placed at the same moment. */
type SortedBy = [string, string];
const sortedBy = z.tuple([z.iso.datetime(), z.uuid()]);

/** One page of the shop's orders, the newest first. */
export async function readOrderList(
  connection: Sql,
  shopId: string,
  asked: { tab: OrderTab; search: string; page: PageRequest | null },
): Promise<Page<OrderRow>> {
  const search = storableText(asked.search.replace(/^#/, ""), 100);
  const list = { shopId, states: asked.tab === "all" ? null : statesOf[asked.tab] };
  return readPage(asked.page, {
    pageSize: ORDERS_A_PAGE,
    sortedBy,
    sortedByOf: ({ placedAt, id }): SortedBy => [placedAt.toISOString(), id],
    read: (start, most) =>
      search === ""
        ? readRows(connection, start, walk(list, start, most))
        : readMatching(connection, list, search, start, most),
  });
}

interface ListedOrders {
  shopId: string;
  /** Null: whatever its state. */
  states: readonly ProductionState[] | null;
}

type From = Start<SortedBy> | null;

/** See app/lists/search.ts. */
async function readMatching(
  connection: Sql,
  list: ListedOrders,
  search: string,
  start: From,
  most: number,
): Promise<OrderRow[]> {
  const nearby = await readRows(connection, start, matchingNearby(list, search, start, most));
  return nearby.length === most
    ? nearby
    : readRows(connection, start, matchingAnywhere(list, search, start, most));
}

/** The orders that are next to the start. Each state by itself, since an index is sorted within a state alone. */
function walk({ shopId, states }: ListedOrders, start: From, most: number): Statement {
  const next = (ofState: Statement) => sql`
    SELECT "id", "platformOrderNo", "placedAt", "state" FROM "Order"
    WHERE "shopId" = ${shopId}::uuid ${ofState} ${beyond(start)}
    ${inOrder(start)} LIMIT ${most}::int`;
  if (states === null) return next(empty);
  return sql`
    SELECT "order".*
    FROM unnest(${states}::"ProductionState"[]) AS listed(state)
    CROSS JOIN LATERAL (${next(sql`AND "state" = listed.state`)}) AS "order"
    ${inOrder(start)} LIMIT ${most}::int`;
}

function matchingNearby(list: ListedOrders, search: string, start: From, most: number): Statement {
  return sql`
    SELECT walked.*
    FROM (${walk(list, start, LOOKED_THROUGH)}) AS walked
    JOIN "OrderSearch" AS searched ON searched."orderId" = walked."id"
    WHERE ${contains(sql`searched."text"`, search)}
    ${inOrder(start)} LIMIT ${most}::int`;
}

function matchingAnywhere(
  { shopId, states }: ListedOrders,
  search: string,
  start: From,
  most: number,
): Statement {
  return sql`
    SELECT "order".*
    FROM (
      SELECT "orderId" FROM "OrderSearch" AS searched
      WHERE ${hasPieces(sql`searched`, shopId, search)} AND ${contains(sql`searched."text"`, search)}
      OFFSET 0
    ) AS matching
    CROSS JOIN LATERAL (
      SELECT "id", "platformOrderNo", "placedAt", "state" FROM "Order"
      WHERE "id" = matching."orderId" AND "shopId" = ${shopId}::uuid ${beyond(start)}
        ${states === null ? empty : sql`AND "state" = ANY (${states}::"ProductionState"[])`}
      OFFSET 0
    ) AS "order"
    ${inOrder(start)} LIMIT ${most}::int`;
}

function beyond(start: From): Statement {
  if (start === null) return empty;
  const [placedAt, id] = start.sortedBy;
  const row = sql`(${new Date(placedAt)}::timestamptz, ${id}::uuid)`;
  return start.side === "after" ? sql`AND ("placedAt", "id") < ${row}` : sql`AND ("placedAt", "id") > ${row}`;
}

function inOrder(start: From): Statement {
  return start?.side === "before" ? sql`ORDER BY "placedAt", "id"` : sql`ORDER BY "placedAt" DESC, "id" DESC`;
}

async function readRows(connection: Sql, start: From, orders: Statement): Promise<OrderRow[]> {
  return connection.rows<OrderRow>(sql`
    SELECT "order".*, items.*
    FROM (${orders}) AS "order"
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS "lineItemCount",
        coalesce((array_agg("platformProductTitle" ORDER BY "position"))[1], '') AS "title"
      FROM "LineItem" WHERE "orderId" = "order"."id"
    ) AS items
    ${inOrder(start)}`);
}
