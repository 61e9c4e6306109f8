import { Badge } from "@shopify/polaris";
import type { StateLook } from "./states.ts";

export function StateBadge({ look: { label, tone, progress } }: { look: StateLook }) {
  return (
    <Badge {...(tone === undefined ? {} : { tone })} {...(progress === undefined ? {} : { progress })}>
      {label}
    </Badge>
  );
}
