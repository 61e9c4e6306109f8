import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { BlockStack, Card, Page } from "@shopify/polaris";
import { ListFilters } from "../components/ListFilters.tsx";
import { ListPagination } from "../components/ListPagination.tsx";
import { readListRequest } from "../components/listRequest.ts";
import { BacklogNote } from "../components/orders/BacklogNote.tsx";
import { NoOrders } from "../components/orders/NoOrders.tsx";
import { OrderTable } from "../components/orders/OrderTable.tsx";
import { useRetryAll } from "../components/orders/useRetryAll.ts";
import { UnreadableOrders } from "../components/orders/UnreadableOrders.tsx";
import { useLiveRefresh } from "../components/useLiveRefresh.ts";
import { useToast } from "../components/useToast.ts";
import { readUnreadableOrders } from "../inbox/unreadableOrders.ts";
import { readBacklog } from "../orders/pages/backlog.ts";
import { type OrderTab, ORDERS_A_PAGE, orderTabs, readOrderList } from "../orders/pages/orderList.ts";
import { isFinal } from "../orders/lifecycle/states.ts";
import { countRetryable, requestRetryOfFailed } from "../production/retryFailed.ts";
import { connectionView } from "../connection/connectionPage.ts";
import { shopOf } from "../shops/shop.ts";
import { english } from "../wording/english.ts";

export const meta: MetaFunction = () => [{ title: "Orders" }];

const tabs: { id: OrderTab; label: string }[] = [
  { id: "all", label: "All" },
  { id: "needs_attention", label: "Needs attention" },
  { id: "awaiting_customization", label: "Awaiting design" },
  { id: "in_production", label: "In production" },
  { id: "ready", label: "Ready" },
  { id: "cancelled", label: "Cancelled" },
];

export async function loader({ request, context: { services } }: LoaderFunctionArgs) {
  const { database, settings } = services;
  const shop = await shopOf(database, await services.shopify.authenticateAdmin(request));
  const asked = readListRequest(request, orderTabs);
  const [list, connection, backlog, retryable, unreadable] = await Promise.all([
    readOrderList(database, shop.id, asked),
    connectionView(database, shop.id, settings.shopify.appUrl),
    readBacklog(database, shop.id, settings.customeow.quota),
    asked.tab === "needs_attention" ? countRetryable(database, shop.id) : 0,
    readUnreadableOrders(database, shop.domain),
  ]);
  const moving = list.rows.some(({ state }) => !isFinal(state) && state !== "awaiting_customization");
  const none = list.total === 0 && asked.tab === "all" && asked.search === "";
  return {
    ...list,
    pageSize: ORDERS_A_PAGE,
    asked,
    connected: connection !== null,
    none,
    live:
      moving || none || retryable > 0 || (backlog !== null && (backlog.orders > 0 || backlog.pause !== null)),
    backlog,
    retryable,
    unreadable: unreadable.map(({ outcome, ...delivery }) => ({
      ...delivery,
      reason: english.deliveryOutcome(outcome),
    })),
  };
}

/** Has everything tried again that failed. */
export async function action({ request, context: { services } }: ActionFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  await requestRetryOfFailed(services, shop.id);
  return Response.json({ toast: "Trying them again" });
}

export default function Orders() {
  const { rows, total, pageSize, asked, connected, none, live, backlog, retryable, unreadable } =
    useLoaderData<typeof loader>();
  const retryAll = useRetryAll(retryable);
  useToast(useActionData<{ toast?: string }>());
  useLiveRefresh(
    live,
    `${backlog?.orders} ${retryable} ${rows.map(({ id, state }) => `${id} ${state}`).join()}`,
  );
  return (
    <Page title="Orders" secondaryActions={retryAll}>
      <BlockStack gap="400">
        {backlog && <BacklogNote backlog={backlog} />}
        <Card padding="0">
          {none ? (
            <NoOrders connected={connected} />
          ) : (
            <>
              <ListFilters tabs={tabs} placeholder="Search by order number" />
              <OrderTable orders={rows} />
              <ListPagination page={asked.page} pageSize={pageSize} total={total} />
            </>
          )}
        </Card>
        <UnreadableOrders orders={unreadable} />
      </BlockStack>
    </Page>
  );
}
