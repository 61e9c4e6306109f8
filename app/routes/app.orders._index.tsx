import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Card, Page } from "@shopify/polaris";
import { ListFilters } from "../components/ListFilters.tsx";
import { ListPagination } from "../components/ListPagination.tsx";
import { readListRequest } from "../components/listRequest.ts";
import { NoOrders } from "../components/orders/NoOrders.tsx";
import { OrderTable } from "../components/orders/OrderTable.tsx";
import { useLiveRefresh } from "../components/useLiveRefresh.ts";
import { type OrderTab, ORDERS_A_PAGE, orderTabs, readOrderList } from "../orders/orderList.ts";
import { isFinal } from "../orders/orderState.ts";
import { connectionView } from "../shops/connectionPage.ts";
import { shopOf } from "../shops/shop.ts";

export const meta: MetaFunction = () => [{ title: "Orders" }];

const tabs: { id: OrderTab; label: string }[] = [
  { id: "all", label: "All" },
  { id: "needs_attention", label: "Needs attention" },
  { id: "awaiting_customization", label: "Awaiting design" },
  { id: "in_production", label: "In production" },
  { id: "ready", label: "Ready" },
];

export async function loader({ request, context: { services } }: LoaderFunctionArgs) {
  const { database, settings } = services;
  const shop = await shopOf(database, await services.shopify.authenticateAdmin(request));
  const asked = readListRequest(request, orderTabs);
  const [list, connection] = await Promise.all([
    readOrderList(database, shop.id, asked),
    connectionView(database, shop.id, settings.shopify.appUrl),
  ]);
  const moving = list.rows.some(({ state }) => !isFinal(state) && state !== "awaiting_customization");
  const none = list.total === 0 && asked.tab === "all" && asked.search === "";
  return { ...list, asked, connected: connection !== null, none, live: moving || none };
}

export default function Orders() {
  const { rows, total, asked, connected, none, live } = useLoaderData<typeof loader>();
  useLiveRefresh(live, rows.map(({ id, state }) => `${id} ${state}`).join());
  return (
    <Page title="Orders">
      <Card padding="0">
        {none ? (
          <NoOrders connected={connected} />
        ) : (
          <>
            <ListFilters tabs={tabs} placeholder="Search by order number" />
            <OrderTable orders={rows} />
            <ListPagination page={asked.page} pageSize={ORDERS_A_PAGE} total={total} />
          </>
        )}
      </Card>
    </Page>
  );
}
