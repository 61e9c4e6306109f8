import { Banner, Box, Text } from "@shopify/polaris";
import { Moment } from "../Moment.tsx";

interface SkuSyncStateProps {
  sync: {
    state: string;
    startedAt: string | Date;
    finishedAt: string | Date | null;
    failureReason: string | null;
  } | null;
}

/** When the list was last read from CustoMeow, and what went wrong if it was not. */
export function SkuSyncState({ sync }: SkuSyncStateProps) {
  return (
    <div role="status">
      {sync?.state === "failed" ? (
        <Banner tone="critical" title="The last sync did not finish">
          <p>
            {sync.failureReason ?? "CustoMeow's SKUs could not be read."} Below is what was read before. (
            <Moment at={sync.finishedAt ?? sync.startedAt} />)
          </p>
        </Banner>
      ) : (
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <Text as="p" tone="subdued">
            <Words sync={sync} />
          </Text>
        </Box>
      )}
    </div>
  );
}

function Words({ sync }: SkuSyncStateProps) {
  if (sync === null) return "CustoMeow's SKUs have not been read yet.";
  if (sync.state === "running") return "Reading CustoMeow's SKUs and looking for your variants…";
  return (
    <>
      Last synced <Moment at={sync.finishedAt ?? sync.startedAt} />
    </>
  );
}
