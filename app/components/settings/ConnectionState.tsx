import { useFetcher } from "@remix-run/react";
import { Badge, Banner, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import { ConfirmedButton } from "../ConfirmedButton.tsx";
import { Moment } from "../Moment.tsx";
import { useToast } from "../useToast.ts";

interface ConnectionStateProps {
  connection: {
    storeId: string;
    storeName: string | null;
    connectedAt: string | Date;
    keyRefusedSince: string | Date | null;
  };
}

/** To which store the shop is connected, and the way to end that. */
export function ConnectionState({ connection }: ConnectionStateProps) {
  const fetcher = useFetcher<{ toast?: string }>();
  useToast(fetcher.data);
  return (
    <Card>
      <BlockStack gap="300">
        {connection.keyRefusedSince && (
          <Banner tone="critical" title="CustoMeow no longer accepts the API key">
            <p>
              Orders wait until you enter another one below. The app also tries this one again by itself.
              Nothing is lost.
            </p>
          </Banner>
        )}
        <InlineStack align="space-between" blockAlign="center" gap="300">
          <BlockStack gap="100">
            <InlineStack gap="200" blockAlign="center">
              <Text as="h3" variant="headingMd" breakWord>
                {connection.storeName ?? `Store ${connection.storeId}`}
              </Text>
              {connection.keyRefusedSince ? (
                <Badge tone="critical">Key refused</Badge>
              ) : (
                <Badge tone="success">Connected</Badge>
              )}
            </InlineStack>
            <Text as="span" tone="subdued">
              Since <Moment at={connection.connectedAt} />
            </Text>
          </BlockStack>
          <ConfirmedButton
            label="Disconnect"
            busy={fetcher.state !== "idle"}
            question="Disconnect from CustoMeow?"
            consequence="Shoppers can no longer personalise your products, and orders wait here until you connect again. What CustoMeow has already stays there."
            confirm={{ label: "Disconnect", destructive: true }}
            onConfirmed={() => {
              fetcher.submit(null, { method: "delete", action: "/app/connect" });
            }}
          />
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
