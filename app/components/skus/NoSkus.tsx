import { Box, Card, SkeletonBodyText } from "@shopify/polaris";
import { NothingYet } from "../NothingYet.tsx";

/** Where there is no SKU to show at all: not connected, still reading, or none in CustoMeow. */
export function NoSkus({ connected, reading }: { connected: boolean; reading: boolean }) {
  return (
    <Card>
      <Words connected={connected} reading={reading} />
    </Card>
  );
}

function Words({ connected, reading }: { connected: boolean; reading: boolean }) {
  if (!connected)
    return (
      <NothingYet
        heading="Connect CustoMeow to see its SKUs"
        action={{ content: "Connect CustoMeow", url: "/app/settings" }}
      >
        The SKUs of your CustoMeow store are matched to the variants of your shop here.
      </NothingYet>
    );
  if (reading)
    return (
      <Box paddingBlock="400">
        <SkeletonBodyText lines={8} />
      </Box>
    );
  return (
    <NothingYet heading="No SKUs have been read from CustoMeow">
      Add products with a custom feature to your CustoMeow store, then sync.
    </NothingYet>
  );
}
