import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { BlockStack, Card, Page } from "@shopify/polaris";
import { counted, withCount } from "../components/counted.ts";
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
import { readCounts } from "../counts/keptCounts.ts";
import { readUnreadableOrders } from "../inbox/unreadableOrders.ts";
import { readBacklog } from "../orders/pages/backlog.ts";
import { countRetryable, countTabs } from "../orders/pages/orderCounts.ts";
import { readOrderList } from "../orders/pages/orderList.ts";
import { type OrderTab, orderTabs } from "../orders/pages/orderTabs.ts";
import { isFinal } from "../orders/lifecycle/states.ts";
import { requestRetryOfFailed } from "../production/retryFailed.ts";
import { connectionView } from "../connection/connectionPage.ts";
import { shopOf } from "../shops/shop.ts";
import { english } from "../wording/english.ts";

export const meta: MetaFunction = () => [{ title: "Orders" }];

const labels: Record<OrderTab, string> = {
  all: "All",
  needs_attention: "Needs attention",
  awaiting_customization: "Awaiting design",
  in_production: "In production",
  ready: "Ready",
  cancelled: "Cancelled",
};

export async function loader({ request, context: { services } }: LoaderFunctionArgs) {
  const { database, sql, settings } = services;
  const shop = await shopOf(database, await services.shopify.authenticateAdmin(request));
  const asked = readListRequest(request, orderTabs);
  const [list, connection, counts, backlog, unreadable] = await Promise.all([
    readOrderList(sql, shop.id, asked),
    connectionView(database, shop.id),
    readCounts(sql, shop.id),
    readBacklog(sql, shop.id, settings.customeow.quota),
    readUnreadableOrders(sql, shop.domain),
  ]);
  const moving = list.rows.some(({ state }) => !isFinal(state) && state !== "awaiting_customization");
  const tabs = countTabs(counts);
  const none = tabs.all === 0;
  const retryable = asked.tab === "needs_attention" ? countRetryable(counts) : 0;
  return {
    ...list,
    asked,
    tabs,
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
  const { rows, before, after, asked, tabs, connected, none, live, backlog, retryable, unreadable } =
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
              <ListFilters
                tabs={orderTabs.map((tab) => ({ id: tab, label: withCount(labels[tab], tabs[tab]) }))}
                placeholder="Search by order number"
              />
              <OrderTable orders={rows} />
              <ListPagination
                before={before}
                after={after}
                {...(asked.search === "" ? { label: counted(tabs[asked.tab], "order") } : {})}
              />
            </>
          )}
        </Card>
        <UnreadableOrders orders={unreadable} />
      </BlockStack>
    </Page>
  );
}
