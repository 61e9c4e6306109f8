import { BlockStack, Card, InlineStack, Icon, List, Text } from "@shopify/polaris";
import { AlertDiamondIcon } from "@shopify/polaris-icons";
import type { UnreadableOrder } from "../../inbox/unreadableOrders.ts";
import { english } from "../../wording/english.ts";
import { Moment } from "../Moment.tsx";

/** As it comes over the wire. */
type ShownOrder = Omit<UnreadableOrder, "receivedAt"> & { receivedAt: string };

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
          {orders.map(({ deliveryId, receivedAt, outcome }) => (
            <List.Item key={deliveryId}>
              <Moment at={receivedAt} />: {english.deliveryOutcome(outcome)}{" "}
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
