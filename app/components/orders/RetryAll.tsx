import { useNavigation, useSubmit } from "@remix-run/react";
import { Banner, BlockStack, Button } from "@shopify/polaris";
import { counted } from "../counted.ts";

/** Offers to try everything again that failed, all together. @param count of items, at least one */
export function RetryAll({ count }: { count: number }) {
  const submit = useSubmit();
  const busy = useNavigation().formMethod === "POST";
  return (
    <Banner tone="info" title={`${counted(count, "item")} can be tried again`}>
      <BlockStack gap="200" inlineAlign="start">
        <p>Once what stopped them is mended, for example in CustoMeow, try all of them again at once.</p>
        <Button
          loading={busy}
          onClick={() => {
            submit(null, { method: "post" });
          }}
        >
          Retry all
        </Button>
      </BlockStack>
    </Banner>
  );
}
