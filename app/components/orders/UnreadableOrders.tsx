import { BlockStack, Card, InlineStack, Icon, List, Text } from "@shopify/polaris";
import { AlertDiamondIcon } from "@shopify/polaris-icons";
import { Moment } from "../Moment.tsx";

interface ShownOrder {
  deliveryId: string;
  receivedAt: string;
  reason: string;
}

/** Orders that came from Shopify in a form that the app does not understand: kept, and shown until they are old. */
export function UnreadableOrders({ orders }: { orders: ShownOrder[] }) {
  if (orders.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" wrap={false} align="start">
          <div>
            <Icon source={AlertDiamondIcon} tone="critical" />
          </div>
          <Text as="h2" variant="headingMd">
            From Shopify, but not readable
          </Text>
        </InlineStack>
        <Text as="p">
          These orders could not be understood, so nothing of them was sent to CustoMeow. If they have
          personalised items, order them there by hand. What came is kept for support.
        </Text>
        <List>
          {orders.map(({ deliveryId, receivedAt, reason }) => (
            <List.Item key={deliveryId}>
              <Moment at={receivedAt} />: {reason}{" "}
              <Text as="span" tone="subdued">
                Delivery {deliveryId}
              </Text>
            </List.Item>
          ))}
        </List>
      </BlockStack>
    </Card>
  );
}
