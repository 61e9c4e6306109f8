import type { ProductionState } from "@prisma/client";

/** The tabs of the order list, in words of what the merchant has to do. Browsers get this module too. */
export const orderTabs = [
  "all",
  "needs_attention",
  "awaiting_customization",
  "in_production",
  "ready",
  "cancelled",
] as const;

export type OrderTab = (typeof orderTabs)[number];

/** The states of the orders in each tab but the first, in which all of them are. */
export const statesOf: Record<Exclude<OrderTab, "all">, readonly ProductionState[]> = {
  needs_attention: ["failed", "no_template"],
  awaiting_customization: ["awaiting_customization"],
  in_production: ["queued", "sent", "composing"],
  ready: ["ready"],
  cancelled: ["cancelled"],
};
