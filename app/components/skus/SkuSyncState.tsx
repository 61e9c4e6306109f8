import { Banner, Box, Text } from "@shopify/polaris";
import type { SkuSyncProgress } from "../../skus/lastSync.ts";
import { Moment } from "../Moment.tsx";

interface SkuSyncStateProps {
  sync: {
    state: string;
    startedAt: string | Date;
    finishedAt: string | Date | null;
    failureReason: string | null;
    progress: SkuSyncProgress | null;
  } | null;
}

/** When the list was last read from CustoMeow, or how far that is, and what went wrong if it was not. */
export function SkuSyncState({ sync }: SkuSyncStateProps) {
  return (
    <div role="status">
      {sync?.state === "failed" ? (
        <Banner tone="critical" title="The last sync did not finish">
          <p>
            {sync.failureReason ?? "CustoMeow's SKUs could not be read."} Below is what is known. (
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
  if (sync.state === "running")
    return [progressInWords(sync.progress), sync.failureReason].filter(Boolean).join(" ");
  return (
    <>
      Last synced <Moment at={sync.finishedAt ?? sync.startedAt} />
    </>
  );
}

const counted = (number: number) => number.toLocaleString("en");

function progressInWords(progress: SkuSyncProgress | null): string {
  switch (progress?.doing) {
    case undefined:
      return "The sync is about to begin…";
    case "reading_skus":
      return progress.total === null
        ? "Reading CustoMeow's SKUs…"
        : `Reading CustoMeow's SKUs: ${counted(progress.read)} of ${counted(progress.total)}…`;
    case "waiting_for_shopify":
      return "Shopify is listing your variants…";
    case "reading_variants":
      return `Comparing with your variants: ${counted(progress.read)} so far…`;
    case "searching_variants":
      return `Looking for your variants: ${counted(progress.read)} of ${counted(progress.total)} SKUs…`;
    case "finishing":
      return "Finishing the sync…";
  }
}
