import { type Counter, type KeptCounts, sumOf } from "../../counts/keptCounts.ts";
import { failuresWithRemedy } from "../lifecycle/failures.ts";
import { type OrderTab, statesOf } from "./orderTabs.ts";

/** How many orders stand in each tab. */
export function countTabs(counts: KeptCounts): Record<OrderTab, number> {
  const ofTab = (tab: Exclude<OrderTab, "all">) =>
    sumOf(
      counts,
      statesOf[tab].map((state): Counter => `orders.${state}`),
    );
  const tabs = {
    needs_attention: ofTab("needs_attention"),
    awaiting_customization: ofTab("awaiting_customization"),
    in_production: ofTab("in_production"),
    ready: ofTab("ready"),
    cancelled: ofTab("cancelled"),
  };
  const all = Object.values(tabs).reduce((sum, count) => sum + count, 0);
  return { all, ...tabs };
}

/** How many items can be tried again, all together: those that need nothing but another try. */
export function countRetryable(counts: KeptCounts): number {
  const mended = [...failuresWithRemedy("make_again"), ...failuresWithRemedy("retry_line")];
  return sumOf(counts, [...mended.map((code): Counter => `failures.${code}`), "lines.to_resend"]);
}
