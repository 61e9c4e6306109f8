import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, Card, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { SetupStep } from "./SetupStep.tsx";
import { useBlockPlacement } from "./useBlockPlacement.ts";

interface SetupGuideProps {
  connected: boolean;
  /** How many variants shoppers can personalise. */
  variants: number;
  firstOrder: boolean;
  shopDomain: string;
  apiKey: string;
}

/** What is to be done before the first sale, with what is done already. Closed by the merchant once complete. */
export function SetupGuide({ connected, variants, firstOrder, shopDomain, apiKey }: SetupGuideProps) {
  const placed = useBlockPlacement();
  const fetcher = useFetcher();
  const done = [connected, variants > 0, placed === true, firstOrder].filter(Boolean).length;
  const editor = `https://${shopDomain}/admin/themes/current/editor?template=product&addAppBlockId=${apiKey}/customizer&target=mainSection`;
  if (fetcher.state !== "idle") return null;
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            Set-up guide
          </Text>
          {done === 4 && (
            <Button
              variant="tertiary"
              onClick={() => {
                fetcher.submit(null, { method: "post", action: "/app?index" });
              }}
            >
              Dismiss
            </Button>
          )}
        </InlineStack>
        <InlineStack gap="300" blockAlign="center">
          <Text as="span" tone="subdued">{`${done} of 4 steps complete`}</Text>
          <div style={{ flex: 1, maxWidth: 200 }}>
            <ProgressBar progress={done * 25} size="small" tone="success" ariaLabelledBy="" />
          </div>
        </InlineStack>
        <BlockStack as="ol" gap="400">
          <SetupStep
            done={connected}
            title="Connect your CustoMeow store"
            description="Enter your API key and store id."
            action={{ content: connected ? "Change" : "Connect", url: "/app/settings" }}
          />
          <SetupStep
            done={variants > 0}
            title="Match your SKUs"
            description={
              variants > 0
                ? `${variants} of your variants can be personalised.`
                : "Variants with the same SKU as in CustoMeow are matched by themselves."
            }
            action={{ content: "See SKUs", url: "/app/skus" }}
          />
          <SetupStep
            done={placed === true}
            title="Add the customizer to your product page"
            description="Place the block in the theme editor and save."
            action={{ content: "Open theme editor", url: editor, external: true }}
          />
          <SetupStep
            done={firstOrder}
            title="Receive your first personalised order"
            description="Place a test order in your shop to see the whole way."
            action={{ content: "See orders", url: "/app/orders" }}
          />
        </BlockStack>
      </BlockStack>
    </Card>
  );
}
