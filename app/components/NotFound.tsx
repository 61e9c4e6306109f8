import { Card, EmptyState, Page } from "@shopify/polaris";

interface NotFoundProps {
  title: string;
  heading: string;
  /** Why that may be. */
  reason?: string;
}

export function NotFound({ title, heading, reason }: NotFoundProps) {
  return (
    <Page title={title} backAction={{ content: "Orders", url: "/app/orders" }}>
      <Card>
        <EmptyState
          heading={heading}
          image="/empty-orders.svg"
          action={{ content: "See orders", url: "/app/orders" }}
        >
          {reason && <p>{reason}</p>}
        </EmptyState>
      </Card>
    </Page>
  );
}
