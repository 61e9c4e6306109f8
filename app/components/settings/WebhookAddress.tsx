import { useNavigation, useSubmit } from "@remix-run/react";
import { BlockStack, Button, Card, InlineStack, Text, TextField } from "@shopify/polaris";
import { ConfirmedButton } from "../ConfirmedButton.tsx";
import { Moment } from "../Moment.tsx";

interface WebhookAddressProps {
  address: string;
  /** When something last came to it; null while nothing did. */
  receivedAt: string | Date | null;
}

/** Where CustoMeow sends its webhooks. Whoever knows the address can send some, so it can be replaced. */
export function WebhookAddress({ address, receivedAt }: WebhookAddressProps) {
  const submit = useSubmit();
  const { state } = useNavigation();
  return (
    <Card>
      <BlockStack gap="300">
        <TextField
          label="Webhook address"
          value={address}
          readOnly
          selectTextOnFocus
          autoComplete="off"
          connectedRight={
            <Button
              onClick={() => {
                void copy(address);
              }}
            >
              Copy
            </Button>
          }
        />
        {receivedAt === null ? (
          <Text as="p">Nothing has come to this address yet.</Text>
        ) : (
          <Text as="p">
            Last received <Moment at={receivedAt} />
          </Text>
        )}
        <InlineStack gap="300" blockAlign="center" align="space-between">
          <Text as="p" tone="subdued">
            Keep it to yourself: whoever has it can send messages to this app.
          </Text>
          <ConfirmedButton
            label="Make a new address"
            busy={state === "submitting"}
            question="Make a new webhook address?"
            consequence="The present address stops working at once. Paste the new one into CustoMeow afterwards."
            confirm={{ label: "Make a new address" }}
            onConfirmed={() => {
              submit(null, { method: "post" });
            }}
          />
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

/** Some browsers let no page in a frame write to the clipboard. */
async function copy(address: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(address);
    window.shopify.toast.show("Address copied");
  } catch {
    window.shopify.toast.show("Your browser did not allow it. Select the address and copy it by hand.", {
      isError: true,
    });
  }
}
