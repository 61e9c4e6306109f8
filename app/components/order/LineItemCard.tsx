import {
  Badge,
  Banner,
  BlockStack,
  Box,
  Card,
  Divider,
  InlineStack,
  Text,
  Thumbnail,
} from "@shopify/polaris";
import { ImageIcon } from "@shopify/polaris-icons";
import type { LineItemInWords } from "../../wording/orderPage.ts";
import { StateBadge } from "../StateBadge.tsx";
import { productionStates } from "../states.ts";
import { Design } from "./Design.tsx";
import { LineItemNote } from "./LineItemNote.tsx";
import { ProductionFiles } from "./ProductionFiles.tsx";

/** One line item: what was bought, what the shopper made of it, and its production files. */
export function LineItemCard({ line, orderId }: { line: LineItemInWords; orderId: string }) {
  return (
    <Card>
      <BlockStack gap="400">
        <Heading line={line} />
        <LineItemNote line={line} />
        {line.advice.length > 0 && (
          <Banner tone="warning">
            {line.advice.map((advice) => (
              <p key={advice}>{advice}</p>
            ))}
          </Banner>
        )}
        {line.hasDesign && (
          <>
            <Divider />
            <Design lineItemId={line.id} />
          </>
        )}
        {line.tasks.length > 0 && (
          <>
            <Divider />
            <ProductionFiles tasks={line.tasks} orderId={orderId} />
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function Heading({ line }: { line: LineItemInWords }) {
  const variant =
    line.variantTitle === "" || line.variantTitle === "Default Title" ? null : line.variantTitle;
  return (
    <InlineStack gap="400" wrap={false} blockAlign="start">
      <Thumbnail source={line.imageUrl || ImageIcon} alt="" size="medium" />
      <Box width="100%">
        <BlockStack gap="100">
          <InlineStack align="space-between" gap="200">
            <Text as="h2" variant="headingMd">
              {line.title || "Item"}
            </Text>
            <StateBadge look={productionStates[line.state]} />
          </InlineStack>
          <InlineStack gap="200">
            {variant && <Badge>{variant}</Badge>}
            <Text as="span" tone="subdued">
              {line.sku && `SKU ${line.sku} · `}Quantity {line.quantity}
            </Text>
          </InlineStack>
        </BlockStack>
      </Box>
    </InlineStack>
  );
}
