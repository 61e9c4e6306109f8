import { BlockStack, Box, Button, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

interface NothingYetProps {
  heading: string;
  action?: { content: string; url: string };
  children: ReactNode;
}

/**
 * A card's content where there is nothing to list, with the way to get something. Polaris' own EmptyState hides its
 * picture until the browser tells of its loading, which a page made on the server never hears.
 */
export function NothingYet({ heading, action, children }: NothingYetProps) {
  return (
    <Box paddingBlock="800" paddingInline="400">
      <BlockStack gap="400" inlineAlign="center">
        <img src="/empty-orders.svg" alt="" width={160} height={120} />
        <div style={{ maxWidth: "26rem", textAlign: "center" }}>
          <BlockStack gap="150">
            <Text as="h2" variant="headingMd">
              {heading}
            </Text>
            <Text as="p" tone="subdued">
              {children}
            </Text>
          </BlockStack>
        </div>
        {action && (
          <Button variant="primary" url={action.url}>
            {action.content}
          </Button>
        )}
      </BlockStack>
    </Box>
  );
}
