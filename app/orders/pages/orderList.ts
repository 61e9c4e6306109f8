import type { Prisma, ProductionState } from "@prisma/client";
import type { Database } from "../../database/database.ts";
import { storableText } from "../../text/storableText.ts";

/** The tabs of the order list, in words of what the merchant has to do. */
export type OrderTab =
  "all" | "needs_attention" | "awaiting_customization" | "in_production" | "ready" | "cancelled";
export const orderTabs: readonly OrderTab[] = [
  "all",
  "needs_attention",
  "awaiting_customization",
  "in_production",
  "ready",
  "cancelled",
];

const statesOf: Record<Exclude<OrderTab, "all">, ProductionState[]> = {
  needs_attention: ["failed", "no_template"],
  awaiting_customization: ["awaiting_customization"],
  in_production: ["queued", "sent", "composing"],
  ready: ["ready"],
  cancelled: ["cancelled"],
};

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
    ...(asked.tab === "all" ? {} : { state: { in: statesOf[asked.tab] } }),
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

/** How many orders of the last days stand where. */
export interface OrderFigures {
  inProduction: number;
  ready: number;
  needsAttention: number;
  awaitingCustomization: number;
  /** Ever, for the set-up guide. */
  any: boolean;
}

export async function readOrderFigures(
  database: Database,
  shopId: string,
  days: number,
): Promise<OrderFigures> {
  const since = new Date(Date.now() - days * 24 * 60 * 60 * 1000);
  const [groups, first] = await Promise.all([
    database.order.groupBy({ by: ["state"], where: { shopId, placedAt: { gte: since } }, _count: true }),
    database.order.findFirst({ where: { shopId }, select: { id: true } }),
  ]);
  const count = (tab: Exclude<OrderTab, "all">) =>
    groups.filter(({ state }) => statesOf[tab].includes(state)).reduce((sum, group) => sum + group._count, 0);
  return {
    inProduction: count("in_production"),
    ready: count("ready"),
    needsAttention: count("needs_attention"),
    awaitingCustomization: count("awaiting_customization"),
    any: first !== null,
  };
}
