import { Banner, BlockStack, Text } from "@shopify/polaris";
import type { LineItemInWords } from "../../wording/orderPage.ts";
import { EnterDesign } from "./EnterDesign.tsx";
import { IntentButton } from "./IntentButton.tsx";

/** What a line item waits for, or why it cannot go on, with what the merchant can do about it. */
export function LineItemNote({ line }: { line: LineItemInWords }) {
  switch (line.state) {
    case "awaiting_customization":
      return (
        <BlockStack gap="200" inlineAlign="start">
          <Text as="p" tone="subdued">
            The shopper bought this item without designing it. Add the design in CustoMeow; production starts
            by itself then.
          </Text>
          <IntentButton intent="find_designs" subject={line.id} label="Look for the design now" />
        </BlockStack>
      );
    case "no_template":
      return (
        <Banner tone="warning">
          <BlockStack gap="200" inlineAlign="start">
            <p>
              CustoMeow has no template for this design, so there is no production file to make. Add a
              template in CustoMeow, then retry.
            </p>
            <IntentButton intent="retry_line" subject={line.id} label="Retry item" />
          </BlockStack>
        </Banner>
      );
    case "failed":
      return <Failure line={line} />;
    case "cancelled":
    case "queued":
    case "sent":
    case "composing":
    case "ready":
      return null;
  }
}

function Failure({ line }: { line: LineItemInWords }) {
  return (
    <Banner tone="critical">
      <BlockStack gap="200" inlineAlign="start">
        <p>{line.failureReason ?? "This item could not be carried on."}</p>
        {line.remedy === "retry_line" && (
          <IntentButton intent="retry_line" subject={line.id} label="Retry item" />
        )}
        {line.remedy === "retry_order" && (
          <IntentButton intent="retry_order" subject={line.id} label="Send order again" />
        )}
        {line.remedy === "enter_design" && <EnterDesign lineItemId={line.id} />}
      </BlockStack>
    </Banner>
  );
}
