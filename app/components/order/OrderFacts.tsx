import { BlockStack, Card, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { counted } from "../counted.ts";
import { Moment } from "../Moment.tsx";

interface OrderFactsProps {
  order: {
    placedAt: string;
    cancelledAt: string | null;
    customeowOrderId: string | null;
    lineItems: { quantity: number; state: string }[];
  };
}

/** What one asks first about an order, and the number that CustoMeow's support asks for. */
export function OrderFacts({ order }: OrderFactsProps) {
  const wanted = order.lineItems.filter(({ state }) => state !== "cancelled");
  const pieces = wanted.reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Order
        </Text>
        <Fact name="Placed">
          <Moment at={order.placedAt} />
        </Fact>
        {order.cancelledAt === null ? (
          <Fact name="To be made">{counted(pieces, "piece")}</Fact>
        ) : (
          <Fact name="Cancelled in Shopify">
            <Moment at={order.cancelledAt} />
          </Fact>
        )}
        <Fact name="Order in CustoMeow">{order.customeowOrderId ?? "Not sent yet"}</Fact>
      </BlockStack>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <BlockStack>
      <Text as="span" tone="subdued" variant="bodySm">
        {name}
      </Text>
      <Text as="span" breakWord>
        {children}
      </Text>
    </BlockStack>
  );
}
