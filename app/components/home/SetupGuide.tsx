import { useFetcher } from "@remix-run/react";
import { BlockStack, Box, Button, Card, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useId } from "react";
import { counted } from "../counted.ts";
import { type SetupFacts, setupProgress, setupSteps } from "./setupProgress.ts";
import { SetupStep } from "./SetupStep.tsx";

interface SetupGuideProps {
  facts: SetupFacts;
  /** The theme editor, with the block on its way to the product page. */
  themeEditorUrl: string;
}

/** What is to be done before the first sale, with what is done already. Closed by the merchant once complete. */
export function SetupGuide({ facts, themeEditorUrl }: SetupGuideProps) {
  const { done, count, next, closable } = setupProgress(facts);
  const { connected, variants, blockPlaced } = facts;
  return (
    <Card>
      <BlockStack gap="400">
        <Progress count={count} closable={closable} />
        <BlockStack as="ol" gap="400">
          <SetupStep
            done={done.connect}
            next={next === "connect"}
            title="Connect your CustoMeow store"
            description="Enter the API key and the store id of your CustoMeow account."
            action={{ content: connected ? "Change connection" : "Connect", url: "/app/settings" }}
          />
          <SetupStep
            done={done.match}
            next={next === "match"}
            title="Match your SKUs"
            description={
              variants > 0
                ? `Shoppers can personalise ${counted(variants, "variant")}.`
                : "A variant is matched when its SKU is the same in Shopify and in CustoMeow, and is integrated there."
            }
            action={{ content: "See SKUs", url: "/app/skus" }}
          />
          <SetupStep
            done={done.place}
            next={next === "place"}
            title="Add the customizer to your product page"
            description={
              blockPlaced
                ? "The block is on your published theme."
                : "The theme editor opens with the block in place. Move it where you like, then save."
            }
            action={{ content: "Open theme editor", url: themeEditorUrl, external: true }}
          />
          <SetupStep
            done={done.order}
            next={next === "order"}
            title="Receive your first personalised order"
            description="Design a product in your shop and buy it, to see the whole way to the print-ready file."
            action={{ content: "See orders", url: "/app/orders" }}
          />
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

function Progress({ count, closable }: { count: number; closable: boolean }) {
  const fetcher = useFetcher();
  const label = useId();
  const close = () => {
    fetcher.submit(null, { method: "post", action: "/app?index" });
  };
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <Text as="h2" variant="headingMd">
          Set-up guide
        </Text>
        {closable && (
          <Button variant="tertiary" loading={fetcher.state !== "idle"} onClick={close}>
            Dismiss
          </Button>
        )}
      </InlineStack>
      <InlineStack gap="300" blockAlign="center">
        <span id={label}>
          <Text as="span" tone="subdued">{`${count} of ${setupSteps.length} steps complete`}</Text>
        </span>
        <Box width="200px" maxWidth="40%">
          <ProgressBar
            progress={(count / setupSteps.length) * 100}
            size="small"
            tone="success"
            ariaLabelledBy={label}
          />
        </Box>
      </InlineStack>
    </BlockStack>
  );
}
