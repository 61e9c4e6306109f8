import {
  BlockStack,
  Box,
  EmptySearchResult,
  IndexTable,
  InlineStack,
  Link,
  Text,
  useBreakpoints,
} from "@shopify/polaris";
import type { SkuRow } from "../../skus/skuPage.ts";
import { StateBadge } from "../StateBadge.tsx";
import { explainSku } from "./explainSku.ts";

/**
 * CustoMeow's SKUs, the shop's variants that carry them, and why shoppers can or cannot personalise them. On a phone
 * each SKU is a small card instead of a row.
 */
export function SkuTable({ rows }: { rows: SkuRow[] }) {
  const condensed = useBreakpoints().smDown;
  return (
    <IndexTable
      resourceName={{ singular: "SKU", plural: "SKUs" }}
      itemCount={rows.length}
      selectable={false}
      condensed={condensed}
      headings={[{ title: "SKU" }, { title: "Variants in your shop" }, { title: "Personalisation" }]}
      emptyState={
        <EmptySearchResult
          title="No SKUs found"
          description="Try another tab or another search."
          withIllustration
        />
      }
    >
      {rows.map((row, position) => (
        <IndexTable.Row id={row.customeowSkuId} key={row.customeowSkuId} position={position}>
          {condensed ? <Condensed row={row} /> : <Cells row={row} />}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function Cells({ row }: { row: SkuRow }) {
  const { look, why } = explainSku(row);
  return (
    <>
      <IndexTable.Cell>
        <Name row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Variants row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        {/* Cells do not wrap by themselves, and a sentence would push the table sideways. */}
        <div style={{ whiteSpace: "normal", minWidth: "14rem", padding: "0.25rem 0" }}>
          <BlockStack gap="100" inlineAlign="start">
            <StateBadge look={look} />
            <Text as="span" tone="subdued" variant="bodySm">
              {why}
            </Text>
          </BlockStack>
        </div>
      </IndexTable.Cell>
    </>
  );
}

function Condensed({ row }: { row: SkuRow }) {
  const { look, why } = explainSku(row);
  return (
    <Box paddingBlock="300" paddingInline="400" width="100%">
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
          <Name row={row} />
          <StateBadge look={look} />
        </InlineStack>
        <Variants row={row} />
        <Text as="span" tone="subdued" variant="bodySm">
          {why}
        </Text>
      </BlockStack>
    </Box>
  );
}

function Name({ row }: { row: SkuRow }) {
  return (
    <BlockStack>
      <Text as="span" fontWeight="semibold" breakWord>
        {row.sku}
      </Text>
      {row.customTitle && (
        <Text as="span" tone="subdued" variant="bodySm" breakWord>
          {row.customTitle}
        </Text>
      )}
    </BlockStack>
  );
}

function Variants({ row }: { row: SkuRow }) {
  if (row.variants.length === 0)
    return (
      <Text as="span" tone="subdued">
        No variant
      </Text>
    );
  return (
    <BlockStack gap="100" inlineAlign="start">
      {row.variants.map(({ variantId, productId, productTitle, variantTitle }) => (
        <Link key={variantId} url={`shopify://admin/products/${productId}`} target="_top" removeUnderline>
          {variantTitle === "Default Title" ? productTitle : `${productTitle} · ${variantTitle}`}
        </Link>
      ))}
    </BlockStack>
  );
}
