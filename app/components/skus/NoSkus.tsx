import { Card, EmptyState, SkeletonBodyText, Box } from "@shopify/polaris";

/** Where there is no SKU to show at all: not connected, still reading, or none in CustoMeow. */
export function NoSkus({ connected, reading }: { connected: boolean; reading: boolean }) {
  if (!connected)
    return (
      <Card>
        <EmptyState
          heading="Connect CustoMeow to see its SKUs"
          image="/empty-orders.svg"
          action={{ content: "Connect CustoMeow", url: "/app/settings" }}
        >
          <p>The SKUs of your CustoMeow store are matched to the variants of your shop here.</p>
        </EmptyState>
      </Card>
    );
  if (reading)
    return (
      <Card>
        <Box paddingBlock="400">
          <SkeletonBodyText lines={8} />
        </Box>
      </Card>
    );
  return (
    <Card>
      <EmptyState heading="No SKUs have been read from CustoMeow" image="/empty-orders.svg">
        <p>Add products with a custom feature to your CustoMeow store, then sync.</p>
      </EmptyState>
    </Card>
  );
}
