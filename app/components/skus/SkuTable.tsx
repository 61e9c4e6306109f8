import { BlockStack, EmptySearchResult, IndexTable, Link, Text } from "@shopify/polaris";
import type { SkuRow } from "../../skus/skuPage.ts";
import { StateBadge } from "../StateBadge.tsx";
import { integratedStatuses } from "../states.ts";

/** CustoMeow's SKUs, the shop's variants that carry them, and why shoppers can or cannot personalise them. */
export function SkuTable({ rows }: { rows: SkuRow[] }) {
  return (
    <IndexTable
      resourceName={{ singular: "SKU", plural: "SKUs" }}
      itemCount={rows.length}
      selectable={false}
      headings={[{ title: "SKU" }, { title: "Variant" }, { title: "Personalisation" }]}
      emptyState={
        <EmptySearchResult title="No SKUs found" description="Try another tab or search." withIllustration />
      }
    >
      {rows.map((row, position) => (
        <IndexTable.Row id={row.customeowSkuId} key={row.customeowSkuId} position={position}>
          <IndexTable.Cell>
            <BlockStack>
              <Text as="span" fontWeight="semibold">
                {row.sku}
              </Text>
              <Text as="span" tone="subdued" variant="bodySm">
                {row.customTitle ?? ""}
              </Text>
            </BlockStack>
          </IndexTable.Cell>
          <IndexTable.Cell>
            <Variants row={row} />
          </IndexTable.Cell>
          <IndexTable.Cell>
            <Status row={row} />
          </IndexTable.Cell>
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function Variants({ row }: { row: SkuRow }) {
  if (row.variants.length === 0) return <Text as="span" tone="subdued">{`None has the SKU ${row.sku}`}</Text>;
  return (
    <BlockStack gap="100">
      {row.variants.map(({ variantId, productId, productTitle, variantTitle }) => (
        <Link key={variantId} url={`shopify://admin/products/${productId}`} target="_top" removeUnderline>
          {variantTitle === "Default Title" ? productTitle : `${productTitle} · ${variantTitle}`}
        </Link>
      ))}
    </BlockStack>
  );
}

function Status({ row }: { row: SkuRow }) {
  const { why, ...look } = integratedStatuses[row.integratedStatus];
  const unmatched = row.variants.length === 0;
  return (
    <BlockStack gap="100" inlineAlign="start">
      <StateBadge look={unmatched ? { label: "No matching variant", tone: "warning" } : look} />
      <Text as="span" tone="subdued" variant="bodySm" breakWord>
        {unmatched ? "Give a variant this SKU in Shopify, then sync." : why}
      </Text>
    </BlockStack>
  );
}
