import type { Prisma, ProductionState } from "@prisma/client";
import type { Database } from "../../database/database.ts";
import { storableText } from "../../text/storableText.ts";
import { type OrderTab, statesOf } from "./orderTabs.ts";

export interface OrderRow {
  id: string;
  platformOrderNo: string;
  placedAt: Date;
  state: ProductionState;
  lineItemCount: number;
  /** The first items' titles. */
  titles: string[];
}

export interface OrderList {
  rows: OrderRow[];
  /** Of the tab, with the search applied. */
  total: number;
}

export const ORDERS_A_PAGE = 25;

/** One page of the shop's orders, the newest first. @param page counted from 1 */
export async function readOrderList(
  database: Database,
  shopId: string,
  asked: { tab: OrderTab; search: string; page: number },
): Promise<OrderList> {
  // Prisma hands `%` and `_` on to Postgres, which would take them for any text.
  const search = storableText(asked.search.replace(/^#/, ""), 100).replaceAll(/[\\%_]/g, "\\$&");
  const where: Prisma.OrderWhereInput = {
    shopId,
    ...(asked.tab === "all" ? {} : { state: { in: [...statesOf[asked.tab]] } }),
    ...(search === "" ? {} : { platformOrderNo: { contains: search, mode: "insensitive" } }),
  };
  const [orders, total] = await Promise.all([
    database.order.findMany({
      where,
      orderBy: [{ placedAt: "desc" }, { id: "desc" }],
      skip: (asked.page - 1) * ORDERS_A_PAGE,
      take: ORDERS_A_PAGE,
      include: {
        lineItems: { orderBy: { position: "asc" }, take: 2, select: { platformProductTitle: true } },
        _count: { select: { lineItems: true } },
      },
    }),
    database.order.count({ where }),
  ]);
  const rows = orders.map(({ id, platformOrderNo, placedAt, state, lineItems, _count }) => ({
    id,
    platformOrderNo,
    placedAt,
    state,
    lineItemCount: _count.lineItems,
    titles: lineItems.map(({ platformProductTitle }) => platformProductTitle),
  }));
  return { rows, total };
}
