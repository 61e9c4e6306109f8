import { Banner, List } from "@shopify/polaris";
import type { UnreadableOrder } from "../../inbox/unreadableOrders.ts";
import { counted } from "../counted.ts";
import { Moment } from "../Moment.tsx";

/** As it comes over the wire. */
type ShownOrder = Omit<UnreadableOrder, "receivedAt"> & { receivedAt: string };

/** Orders that came from Shopify in a form that the app does not understand: kept, and shown until they are old. */
export function UnreadableOrders({ orders }: { orders: ShownOrder[] }) {
  if (orders.length === 0) return null;
  return (
    <Banner
      tone="critical"
      title={`${counted(orders.length, "order")} from Shopify could not be read and may have to be made by hand`}
    >
      <List>
        {orders.map(({ deliveryId, receivedAt, reason }) => (
          <List.Item key={deliveryId}>
            <Moment at={receivedAt} />: {reason} (Delivery {deliveryId}, kept for support.)
          </List.Item>
        ))}
      </List>
    </Banner>
  );
}
