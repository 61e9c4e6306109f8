import { Banner } from "@shopify/polaris";
import type { ReactNode } from "react";

/** A problem that belongs to no single field. */
export function ProblemBanner({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Banner tone="critical" title={title}>
      <p>{children}</p>
    </Banner>
  );
}
