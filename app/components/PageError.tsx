import { AppProvider, Banner, BlockStack, Button, Page, Text } from "@shopify/polaris";
import english from "@shopify/polaris/locales/en.json" with { type: "json" };

/** What a merchant sees when a page could not be made. Orders are carried on all the same, and it says so. */
export function PageError() {
  return (
    <AppProvider i18n={english}>
      <Page title="Something went wrong">
        <Banner tone="critical" title="This page could not be loaded">
          <BlockStack gap="200" inlineAlign="start">
            <Text as="p">
              Your orders are safe: they are received and worked on whether this page loads or not. Try again
              in a moment.
            </Text>
            <Button
              onClick={() => {
                window.location.reload();
              }}
            >
              Try again
            </Button>
          </BlockStack>
        </Banner>
      </Page>
    </AppProvider>
  );
}
