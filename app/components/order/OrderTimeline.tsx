import { BlockStack, Card, InlineStack, Spinner, Text } from "@shopify/polaris";
import { ListPagination } from "../ListPagination.tsx";
import { Moment } from "../Moment.tsx";

interface OrderTimelineProps {
  entries: { id: string; at: string | Date; message: string }[];
  /** The cursors of the pages beside this one; null where there is none. */
  newer: string | null;
  older: string | null;
  live: boolean;
}

/** The order's history, the newest on top: the same that support reads. */
export function OrderTimeline({ entries, newer, older, live }: OrderTimelineProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            Timeline
          </Text>
          {live && <Spinner size="small" accessibilityLabel="Production is under way" />}
        </InlineStack>
        <BlockStack as="ul" gap="300">
          {entries.toReversed().map(({ id, at, message }) => (
            <BlockStack as="li" key={id} gap="050">
              <Text as="span" breakWord>
                {message}
              </Text>
              <Text as="span" tone="subdued" variant="bodySm">
                <Moment at={at} />
              </Text>
            </BlockStack>
          ))}
        </BlockStack>
        <ListPagination before={newer} after={older} />
      </BlockStack>
    </Card>
  );
}
