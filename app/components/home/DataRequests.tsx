import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { Moment } from "../Moment.tsx";
import { DownloadButton } from "../order/DownloadButton.tsx";

interface DataRequestsProps {
  requests: { id: string; receivedAt: string | Date; dueAt: string | Date; orders: string[] }[];
}

/** Customers who want to know what is stored of them: the merchant gets it here, and hands it over. */
export function DataRequests({ requests }: DataRequestsProps) {
  if (requests.length === 0) return null;
  return (
    <Banner tone="warning" title="A customer asked for their data">
      <BlockStack gap="400">
        <p>
          Download what this app has stored, and hand it to the customer together with what you have. It holds
          what they designed, and no name or address.
        </p>
        {requests.map((request) => (
          <DataRequest key={request.id} request={request} />
        ))}
      </BlockStack>
    </Banner>
  );
}

function DataRequest({ request }: { request: DataRequestsProps["requests"][number] }) {
  const fetcher = useFetcher();
  const orders = request.orders.map((order) => `#${order}`).join(", ");
  return (
    <InlineStack align="space-between" blockAlign="center" gap="300">
      <BlockStack>
        <Text as="span" fontWeight="semibold">
          {orders === "" ? "No personalised orders are stored" : `Orders ${orders}`}
        </Text>
        <Text as="span" tone="subdued">
          Due by <Moment at={request.dueAt} />
        </Text>
      </BlockStack>
      <InlineStack gap="300" blockAlign="start">
        <DownloadButton
          address={`/app/data-requests/${request.id}`}
          label={`Download the data of ${orders || "this customer"}`}
        />
        <Button
          loading={fetcher.state !== "idle"}
          onClick={() => {
            fetcher.submit(null, { method: "post", action: `/app/data-requests/${request.id}` });
          }}
        >
          Mark as handed over
        </Button>
      </InlineStack>
    </InlineStack>
  );
}
