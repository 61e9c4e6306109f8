import {
  BlockStack,
  Box,
  EmptySearchResult,
  IndexTable,
  InlineStack,
  Link,
  Text,
  useBreakpoints,
} from "@shopify/polaris";
import type { OrderRow } from "../../orders/pages/orderList.ts";
import { Moment } from "../Moment.tsx";
import { StateBadge } from "../StateBadge.tsx";
import { productionStates } from "../states.ts";
import { describeItems } from "./describeItems.ts";

/** As it comes over the wire. */
type ShownOrder = Omit<OrderRow, "placedAt"> & { placedAt: string };

/** The shop's orders with personalised items. On a phone each order is a small card instead of a row. */
export function OrderTable({ orders }: { orders: ShownOrder[] }) {
  const condensed = useBreakpoints().smDown;
  return (
    <IndexTable
      resourceName={{ singular: "order", plural: "orders" }}
      itemCount={orders.length}
      selectable={false}
      condensed={condensed}
      headings={[{ title: "Order" }, { title: "Placed" }, { title: "Items" }, { title: "Production" }]}
      emptyState={
        <EmptySearchResult
          title="No orders found"
          description="Try another tab or another number."
          withIllustration
        />
      }
    >
      {orders.map((order, position) => (
        <IndexTable.Row id={order.id} key={order.id} position={position}>
          {condensed ? <Condensed order={order} /> : <Cells order={order} />}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function Cells({ order }: { order: ShownOrder }) {
  return (
    <>
      <IndexTable.Cell>
        <OrderLink order={order} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Moment at={order.placedAt} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Box maxWidth="320px">
          <Text as="span" truncate>
            {describeItems(order)}
          </Text>
        </Box>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <StateBadge look={productionStates[order.state]} />
      </IndexTable.Cell>
    </>
  );
}

function Condensed({ order }: { order: ShownOrder }) {
  return (
    <Box paddingBlock="300" paddingInline="400" width="100%">
      <BlockStack gap="100">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <OrderLink order={order} />
          <StateBadge look={productionStates[order.state]} />
        </InlineStack>
        <Text as="span" tone="subdued" breakWord>
          {describeItems(order)}
        </Text>
        <Text as="span" tone="subdued" variant="bodySm">
          <Moment at={order.placedAt} />
        </Text>
      </BlockStack>
    </Box>
  );
}

function OrderLink({ order }: { order: ShownOrder }) {
  return (
    <Link url={`/app/orders/${order.id}`} dataPrimaryLink removeUnderline monochrome>
      <Text as="span" fontWeight="semibold">
        #{order.platformOrderNo}
      </Text>
    </Link>
  );
}
