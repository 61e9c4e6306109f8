import sql from "sql-template-tag";
import { connectionView } from "../../app/connection/connectionPage.ts";
import { readCounts } from "../../app/counts/keptCounts.ts";
import type { Database } from "../../app/database/database.ts";
import type { Sql } from "../../app/database/sql.ts";
import { readUnreadableOrders } from "../../app/inbox/unreadableOrders.ts";
import { type PageRequest, toCursor } from "../../app/lists/paging.ts";
import { readBacklog } from "../../app/orders/pages/backlog.ts";
import { readOrderFigures } from "../../app/orders/pages/orderFigures.ts";
import { readOrderList } from "../../app/orders/pages/orderList.ts";
import { readOrderPage } from "../../app/orders/pages/orderPage.ts";
import { type OrderTab, orderTabs } from "../../app/orders/pages/orderTabs.ts";
import { isSetupDismissed } from "../../app/shops/setupGuide.ts";
import { countIntegratedVariants } from "../../app/skus/integratedVariants.ts";
import { readSkuPage } from "../../app/skus/skuPage.ts";
import type { FilledShop } from "../tenants/fillShop.ts";

interface Reading {
  name: string;
  read: () => Promise<unknown>;
}

const QUOTA = { requests: 20, windowMilliseconds: 20_000 };

/** What the loaders of the app's pages read of a filled shop: each page, tab, kind of search and end of the list. */
export async function pageReadings(
  database: Database,
  connection: Sql,
  shop: FilledShop,
): Promise<Reading[]> {
  const { shopId, domain, orderId } = shop;
  const orderList = (tab: OrderTab, search = "", page: PageRequest | null = null) =>
    Promise.all([
      readOrderList(connection, shopId, { tab, search, page }),
      connectionView(database, shopId),
      readCounts(connection, shopId),
      readBacklog(connection, shopId, QUOTA),
      readUnreadableOrders(connection, domain),
    ]);
  const second = await secondPage(connection, shopId);
  const last = await lastPage(connection, shopId);
  return [
    {
      name: "home",
      read: () =>
        Promise.all([
          connectionView(database, shopId),
          countIntegratedVariants(database, shopId),
          readOrderFigures(connection, shopId, 30),
          isSetupDismissed(database, shopId),
        ]),
    },
    ...orderTabs.map((tab) => ({ name: `orders, ${tab}`, read: () => orderList(tab) })),
    { name: "orders, second page", read: () => orderList("all", "", second) },
    { name: "orders, last page", read: () => orderList("all", "", last) },
    { name: "orders, search that finds many", read: () => orderList("all", "000") },
    { name: "orders, search that finds some", read: () => orderList("all", "12") },
    { name: "orders, search that finds one", read: () => orderList("all", "10000090") },
    { name: "orders, search that finds none", read: () => orderList("all", "20000000") },
    {
      name: "orders, search that finds none of a tab",
      read: () => orderList("needs_attention", "20000000"),
    },
    { name: "order", read: () => readOrderPage(database, shopId, orderId) },
    { name: "SKUs", read: () => readSkuPage(database, shopId, { tab: "all", search: "", page: null }) },
  ];
}

async function secondPage(connection: Sql, shopId: string): Promise<PageRequest | null> {
  const { after } = await readOrderList(connection, shopId, { tab: "all", search: "", page: null });
  return after === null ? null : { side: "after", cursor: after };
}

async function lastPage(connection: Sql, shopId: string): Promise<PageRequest> {
  const oldest = await connection.rows<{ id: string; placedAt: Date }>(sql`
    SELECT "id", "placedAt" FROM "Order" WHERE "shopId" = ${shopId}::uuid
    ORDER BY "placedAt", "id" LIMIT 26`);
  const before = oldest.at(-1);
  if (before === undefined) throw new Error("The shop has no orders.");
  return { side: "after", cursor: toCursor([before.placedAt.toISOString(), before.id]) };
}
