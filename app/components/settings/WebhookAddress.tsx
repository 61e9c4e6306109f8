import { useNavigation, useSubmit } from "@remix-run/react";
import { BlockStack, Button, Card, InlineStack, Text, TextField } from "@shopify/polaris";

/** Where CustoMeow sends its webhooks. Whoever knows the address can send some, so it can be replaced. */
export function WebhookAddress({ address }: { address: string }) {
  const submit = useSubmit();
  const { state } = useNavigation();
  const copy = () => {
    void navigator.clipboard.writeText(address).then(() => window.shopify.toast.show("Address copied"));
  };
  return (
    <Card>
      <BlockStack gap="300">
        <TextField
          label="Webhook address"
          value={address}
          readOnly
          autoComplete="off"
          connectedRight={<Button onClick={copy}>Copy</Button>}
        />
        <InlineStack gap="300" blockAlign="center" align="space-between">
          <Text as="p" tone="subdued">
            Keep it to yourself. A new address replaces this one at once.
          </Text>
          <Button
            loading={state === "submitting"}
            onClick={() => {
              submit(null, { method: "post" });
            }}
          >
            Make a new address
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
