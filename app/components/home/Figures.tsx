import { Link } from "@remix-run/react";
import { BlockStack, Card, InlineGrid, Text } from "@shopify/polaris";

interface FiguresProps {
  figures: { inProduction: number; ready: number; needsAttention: number; awaitingCustomization: number };
  days: number;
}

/** How the orders of the last days stand. Each figure leads to its orders. */
export function Figures({ figures, days }: FiguresProps) {
  const shown = [
    { label: "Needs attention", count: figures.needsAttention, tab: "needs_attention" },
    { label: "Awaiting design", count: figures.awaitingCustomization, tab: "awaiting_customization" },
    { label: "In production", count: figures.inProduction, tab: "in_production" },
    { label: "Ready", count: figures.ready, tab: "ready" },
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{`Orders in the last ${days} days`}</Text>
        <InlineGrid columns={{ xs: 2, md: 4 }} gap="400">
          {shown.map(({ label, count, tab }) => (
            <Link
              key={tab}
              to={`/app/orders?tab=${tab}`}
              style={{ color: "inherit", textDecoration: "none" }}
            >
              <BlockStack gap="100">
                <Text as="span" tone="subdued">
                  {label}
                </Text>
                <Text
                  as="span"
                  variant="headingLg"
                  {...(tab === "needs_attention" && count > 0 ? { tone: "critical" as const } : {})}
                >
                  {count.toLocaleString("en")}
                </Text>
              </BlockStack>
            </Link>
          ))}
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}
