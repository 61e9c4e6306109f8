import { Badge, Banner, BlockStack, Button, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { counted } from "../counted.ts";
import type { StateLook } from "../states.ts";
import { StateBadge } from "../StateBadge.tsx";

interface ConnectionCardProps {
  connection: { storeId: string; storeName: string | null; keyRefusedSince: string | Date | null } | null;
  variants: number;
  blockPlaced: boolean | null;
  themeEditorUrl: string;
}

/** Whether CustoMeow can be talked to, what shoppers can personalise, and whether they see it. */
export function ConnectionCard({ connection, variants, blockPlaced, themeEditorUrl }: ConnectionCardProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">
              CustoMeow store
            </Text>
            <StateBadge look={connectionLook(connection)} />
          </InlineStack>
          <Button url="/app/settings" accessibilityLabel="Manage the connection to CustoMeow">
            Manage
          </Button>
        </InlineStack>
        {connection?.keyRefusedSince && (
          <Banner tone="critical" title="CustoMeow no longer accepts the API key">
            <p>
              Orders wait until you enter another one in Settings. The app also tries this one again by
              itself. Nothing is lost.
            </p>
          </Banner>
        )}
        <Text as="p" tone="subdued" breakWord>
          {connection
            ? `${connection.storeName ?? `Store ${connection.storeId}`} · ${counted(variants, "variant")} can be personalised`
            : "Without a connection your products sell as always, without the customizer."}
        </Text>
        {blockPlaced !== null && (
          <>
            <Divider />
            <InlineStack align="space-between" blockAlign="center" gap="200">
              <InlineStack gap="200" blockAlign="center">
                <Text as="h2" variant="headingMd">
                  Customizer block
                </Text>
                {blockPlaced ? <Badge tone="success">On your theme</Badge> : <Badge>Not on your theme</Badge>}
              </InlineStack>
              <Button url={themeEditorUrl} target="_top">
                Open theme editor
              </Button>
            </InlineStack>
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function connectionLook(connection: ConnectionCardProps["connection"]): StateLook {
  if (connection === null) return { label: "Not connected" };
  return connection.keyRefusedSince
    ? { label: "Key refused", tone: "critical" }
    : { label: "Connected", tone: "success" };
}
