import { Badge, Banner, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";

interface ConnectionCardProps {
  connection: { storeId: string; storeName: string | null; keyRefusedAt: string | Date | null } | null;
  variants: number;
}

/** Whether CustoMeow can be talked to, and what shoppers can personalise. */
export function ConnectionCard({ connection, variants }: ConnectionCardProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">
              CustoMeow
            </Text>
            {connection && !connection.keyRefusedAt && <Badge tone="success">Connected</Badge>}
            {!connection && <Badge>Not connected</Badge>}
          </InlineStack>
          <Button url="/app/settings">{connection ? "Manage" : "Connect"}</Button>
        </InlineStack>
        {connection?.keyRefusedAt && (
          <Banner tone="critical" title="CustoMeow no longer accepts the API key">
            <p>Orders wait until you enter another one in Settings. Nothing is lost.</p>
          </Banner>
        )}
        <Text as="p" tone="subdued">
          {connection
            ? `${connection.storeName ?? `Store ${connection.storeId}`} · ${variants} variants can be personalised`
            : "Without a connection your products sell as always, without the customizer."}
        </Text>
      </BlockStack>
    </Card>
  );
}
