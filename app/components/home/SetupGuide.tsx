import { useFetcher } from "@remix-run/react";
import { BlockStack, Box, Button, Card, Divider, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useId } from "react";
import { counted } from "../counted.ts";
import { Moment } from "../Moment.tsx";
import { type SetupFacts, setupProgress, setupSteps } from "./setupProgress.ts";
import { SetupStep } from "./SetupStep.tsx";
import { useCheckoutProtected } from "./useCheckoutProtected.ts";

/** The theme editor, opened where something is to be done. The merchant saves. */
export interface ThemeEditorLinks {
  /** With the block on its way to the product page. */
  addCustomizer: string;
  /** With the app embed on. */
  activateCartDesigns: string;
}

interface SetupGuideProps {
  facts: Omit<SetupFacts, "webhookReceived">;
  /** When CustoMeow's last webhook came; null while none has. */
  webhookReceivedAt: string | Date | null;
  /** Whether the theme shows designs in the cart; null where that is not known. */
  cartDesigns: boolean | null;
  themeEditor: ThemeEditorLinks;
}

/** What is to be done before the first sale, with what is done already. Closed by the merchant once complete. */
export function SetupGuide({ facts, webhookReceivedAt, cartDesigns, themeEditor }: SetupGuideProps) {
  const webhookReceived = webhookReceivedAt !== null;
  const { done, count, next, closable } = setupProgress({ ...facts, webhookReceived });
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
            done={done.webhook}
            next={next === "webhook"}
            title="Have CustoMeow report what changes"
            description={
              webhookReceivedAt === null ? (
                "Paste the webhook address from the settings into CustoMeow. The first message that comes completes this step."
              ) : (
                <>
                  Last received <Moment at={webhookReceivedAt} />
                </>
              )
            }
            action={{ content: "See webhook address", url: "/app/settings" }}
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
            action={{ content: "Open theme editor", url: themeEditor.addCustomizer, external: true }}
          />
          <SetupStep
            done={done.order}
            next={next === "order"}
            title="Receive your first personalised order"
            description="Design a product in your shop and buy it, to see the whole way to the print-ready file."
            action={{ content: "See orders", url: "/app/orders" }}
          />
        </BlockStack>
        <Divider />
        <Recommended cartDesigns={cartDesigns} themeEditorUrl={themeEditor.activateCartDesigns} />
      </BlockStack>
    </Card>
  );
}

/** What makes the shop better, and is not needed for a sale. */
function Recommended({
  cartDesigns,
  themeEditorUrl,
}: {
  cartDesigns: boolean | null;
  themeEditorUrl: string;
}) {
  const checkoutProtected = useCheckoutProtected();
  return (
    <BlockStack gap="400">
      <Text as="h2" variant="headingSm">
        Recommended
      </Text>
      <BlockStack as="ul" gap="400">
        <SetupStep
          done={checkoutProtected === true}
          title="Protect your checkout"
          description={
            checkoutProtected
              ? "The protection is on."
              : "Products that still need a design are stopped at the checkout, however they got into the cart."
          }
          action={{ content: "See settings", url: "/app/settings" }}
        />
        <SetupStep
          done={cartDesigns === true}
          title="Show designs in the cart"
          description={
            cartDesigns
              ? "It is switched on in your published theme."
              : "Shoppers see the preview of each design in the cart, with a link to edit it. The theme editor opens with it switched on: save there."
          }
          action={{
            content: cartDesigns ? "See in theme editor" : "Switch on in theme editor",
            url: themeEditorUrl,
            external: true,
          }}
        />
      </BlockStack>
    </BlockStack>
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
