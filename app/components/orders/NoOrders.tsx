import { EmptyState } from "@shopify/polaris";

/** Before the first order. */
export function NoOrders({ connected }: { connected: boolean }) {
  if (!connected)
    return (
      <EmptyState
        heading="Connect CustoMeow to receive personalised orders"
        image="/empty-orders.svg"
        action={{ content: "Connect CustoMeow", url: "/app/settings" }}
      >
        <p>Orders with items that your shoppers designed are sent to your CustoMeow store then.</p>
      </EmptyState>
    );
  return (
    <EmptyState heading="Orders with personalised items appear here" image="/empty-orders.svg">
      <p>
        As soon as a shopper buys what they designed, the order is sent to CustoMeow and its production files
        are made.
      </p>
    </EmptyState>
  );
}
