import { Banner, Text } from "@shopify/polaris";
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
  if (sync === null) return null;
  if (sync.state === "failed")
    return (
      <Banner tone="critical" title="The last sync did not finish">
        <p>{sync.failureReason}</p>
      </Banner>
    );
  return (
    <Text as="p" tone="subdued">
      <span role="status">
        {sync.state === "running" ? (
          "Reading CustoMeow's SKUs…"
        ) : (
          <>
            Last synced <Moment at={sync.finishedAt ?? sync.startedAt} />
          </>
        )}
      </span>
    </Text>
  );
}
