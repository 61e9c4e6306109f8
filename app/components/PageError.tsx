import { useRevalidator } from "@remix-run/react";
import { Banner, BlockStack, Button, Page, Text } from "@shopify/polaris";
import { useEffect } from "react";

const TRIES_AGAIN_AFTER_MILLISECONDS = 5_000;

/**
 * What a merchant sees when a page could not be made. It comes back by itself: a reload inside the admin's frame
 * would lose the address that the admin gave.
 */
export function PageError() {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (state !== "idle") return;
    const timer = setTimeout(revalidate, TRIES_AGAIN_AFTER_MILLISECONDS);
    return () => {
      clearTimeout(timer);
    };
  }, [revalidate, state]);
  return (
    <Page title="Something went wrong">
      <Banner tone="critical" title="This page could not be loaded">
        <BlockStack gap="200" inlineAlign="start">
          <Text as="p">
            No order is lost by this: Shopify delivers each one again until the app has it. The page tries
            again by itself every few seconds.
          </Text>
          <Button onClick={revalidate} loading={state !== "idle"}>
            Try again now
          </Button>
        </BlockStack>
      </Banner>
    </Page>
  );
}
