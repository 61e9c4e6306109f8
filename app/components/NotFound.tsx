import { Card, Page } from "@shopify/polaris";
import { NothingYet } from "./NothingYet.tsx";

interface NotFoundProps {
  title: string;
  heading: string;
  /** Why that may be. */
  reason: string;
}

export function NotFound({ title, heading, reason }: NotFoundProps) {
  return (
    <Page title={title} backAction={{ content: "Orders", url: "/app/orders" }}>
      <Card>
        <NothingYet heading={heading} action={{ content: "See orders", url: "/app/orders" }}>
          {reason}
        </NothingYet>
      </Card>
    </Page>
  );
}
