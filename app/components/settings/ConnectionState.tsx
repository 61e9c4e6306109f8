import { useFetcher } from "@remix-run/react";
import { Badge, Banner, BlockStack, Box, Button, Card, InlineStack, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import { Moment } from "../Moment.tsx";
import { useToast } from "../useToast.ts";

interface ConnectionStateProps {
  connection: {
    storeId: string;
    storeName: string | null;
    connectedAt: string | Date;
    keyRefusedAt: string | Date | null;
  };
}

/** To which store the shop is connected, and the way to end that. */
export function ConnectionState({ connection }: ConnectionStateProps) {
  const fetcher = useFetcher<{ toast?: string }>();
  const [asking, setAsking] = useState(false);
  useToast(fetcher.data);
  const disconnect = () => {
    setAsking(false);
    fetcher.submit(null, { method: "delete", action: "/app/connect" });
  };
  return (
    <Box paddingBlockEnd="400">
      <Card>
        <BlockStack gap="300">
          {connection.keyRefusedAt && (
            <Banner tone="critical" title="CustoMeow no longer accepts the API key">
              <p>Orders wait until you enter another one below. Nothing is lost.</p>
            </Banner>
          )}
          <InlineStack align="space-between" blockAlign="center" gap="300">
            <BlockStack gap="100">
              <InlineStack gap="200" blockAlign="center">
                <Text as="h2" variant="headingMd">
                  {connection.storeName ?? `Store ${connection.storeId}`}
                </Text>
                {!connection.keyRefusedAt && <Badge tone="success">Connected</Badge>}
              </InlineStack>
              <Text as="span" tone="subdued">
                Since <Moment at={connection.connectedAt} />
              </Text>
            </BlockStack>
            <Button
              loading={fetcher.state !== "idle"}
              onClick={() => {
                setAsking(true);
              }}
            >
              Disconnect
            </Button>
          </InlineStack>
        </BlockStack>
      </Card>
      <Modal
        open={asking}
        onClose={() => {
          setAsking(false);
        }}
        title="Disconnect from CustoMeow?"
        primaryAction={{ content: "Disconnect", destructive: true, onAction: disconnect }}
        secondaryActions={[
          {
            content: "Keep connected",
            onAction: () => {
              setAsking(false);
            },
          },
        ]}
      >
        <Modal.Section>
          <Text as="p">
            Shoppers can no longer personalise your products, and orders wait here until you connect again.
            What CustoMeow has already stays there.
          </Text>
        </Modal.Section>
      </Modal>
    </Box>
  );
}
