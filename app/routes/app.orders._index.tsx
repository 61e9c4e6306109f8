import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Card, EmptySearchResult, EmptyState, IndexTable, Link, Page, Text } from "@shopify/polaris";
import { ListFilters } from "../components/ListFilters.tsx";
import { ListPagination } from "../components/ListPagination.tsx";
import { readListRequest } from "../components/listRequest.ts";
import { Moment } from "../components/Moment.tsx";
import { StateBadge } from "../components/StateBadge.tsx";
import { productionStates } from "../components/states.ts";
import { useLiveRefresh } from "../components/useLiveRefresh.ts";
import { ORDERS_A_PAGE, orderTabs, readOrderList } from "../orders/orderList.ts";
import { isFinal } from "../orders/orderState.ts";
import { shopOf } from "../shops/shop.ts";

export const meta: MetaFunction = () => [{ title: "Orders" }];

const labels = {
  all: "All",
  needs_attention: "Needs attention",
  awaiting_customization: "Awaiting design",
  in_production: "In production",
  ready: "Ready",
};

export async function loader({ request, context: { services } }: LoaderFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  const asked = readListRequest(request, orderTabs);
  const list = await readOrderList(services.database, shop.id, asked);
  const live = list.rows.some(({ state }) => !isFinal(state) && state !== "awaiting_customization");
  return { ...list, live, asked };
}

export default function Orders() {
  const { rows, total, live, asked } = useLoaderData<typeof loader>();
  useLiveRefresh(live || rows.length === 0);
  const nothingAtAll = total === 0 && asked.tab === "all" && asked.search === "";
  return (
    <Page title="Orders" fullWidth={false}>
      <Card padding="0">
        {nothingAtAll ? (
          <EmptyState heading="Orders with personalised items appear here" image="/empty-orders.svg">
            <p>
              As soon as a shopper buys what they designed, it is sent to CustoMeow and its production files
              are made.
            </p>
          </EmptyState>
        ) : (
          <>
            <ListFilters
              tabs={orderTabs.map((tab) => ({ id: tab, label: labels[tab] }))}
              placeholder="Search by order number"
            />
            <IndexTable
              resourceName={{ singular: "order", plural: "orders" }}
              itemCount={rows.length}
              selectable={false}
              headings={[
                { title: "Order" },
                { title: "Placed" },
                { title: "Items" },
                { title: "Production" },
              ]}
              emptyState={
                <EmptySearchResult
                  title="No orders found"
                  description="Try another tab or number."
                  withIllustration
                />
              }
            >
              {rows.map((order, position) => (
                <IndexTable.Row id={order.id} key={order.id} position={position}>
                  <IndexTable.Cell>
                    <Link url={`/app/orders/${order.id}`} dataPrimaryLink removeUnderline monochrome>
                      <Text as="span" fontWeight="semibold">
                        #{order.platformOrderNo}
                      </Text>
                    </Link>
                  </IndexTable.Cell>
                  <IndexTable.Cell>
                    <Moment at={order.placedAt} />
                  </IndexTable.Cell>
                  <IndexTable.Cell>
                    <Text as="span" truncate>
                      {describeItems(order)}
                    </Text>
                  </IndexTable.Cell>
                  <IndexTable.Cell>
                    <StateBadge look={productionStates[order.state]} />
                  </IndexTable.Cell>
                </IndexTable.Row>
              ))}
            </IndexTable>
            <ListPagination page={asked.page} pageSize={ORDERS_A_PAGE} total={total} />
          </>
        )}
      </Card>
    </Page>
  );
}

function describeItems({ titles, lineItemCount }: { titles: string[]; lineItemCount: number }): string {
  const more = lineItemCount - 1;
  return more > 0 ? `${titles[0] ?? ""} and ${more} more` : (titles[0] ?? "");
}
