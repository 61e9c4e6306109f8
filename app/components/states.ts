import type { CompositeTaskState, IntegratedStatus, ProductionState } from "@prisma/client";
import type { BadgeProps } from "@shopify/polaris";

/** How a state is shown: in a word or two that a merchant knows. */
export interface StateLook {
  label: string;
  tone?: BadgeProps["tone"];
  progress?: BadgeProps["progress"];
}

export const productionStates: Record<ProductionState, StateLook> = {
  awaiting_customization: { label: "Awaiting design", tone: "attention", progress: "incomplete" },
  queued: { label: "Sending", tone: "info", progress: "incomplete" },
  sent: { label: "Sent", tone: "info", progress: "partiallyComplete" },
  composing: { label: "Making files", tone: "info", progress: "partiallyComplete" },
  ready: { label: "Ready", tone: "success", progress: "complete" },
  failed: { label: "Needs attention", tone: "critical", progress: "incomplete" },
  no_template: { label: "No template", tone: "warning", progress: "complete" },
  cancelled: { label: "Cancelled" },
};

export const taskStates: Record<CompositeTaskState, StateLook> = {
  pending: { label: "Waiting", tone: "info", progress: "incomplete" },
  starting: { label: "Starting", tone: "info", progress: "incomplete" },
  in_progress: { label: "Being made", tone: "info", progress: "partiallyComplete" },
  succeeded: { label: "Ready", tone: "success", progress: "complete" },
  failed: { label: "Failed", tone: "critical", progress: "incomplete" },
};

export const integratedStatuses: Record<IntegratedStatus, StateLook & { why: string }> = {
  integrated: { label: "Can be personalised", tone: "success", why: "Shoppers see the customizer." },
  integrating: {
    label: "Being integrated",
    tone: "info",
    why: "CustoMeow is still preparing the customizer for it.",
  },
  not_integrated: { label: "Not integrated", why: "It has no custom feature in CustoMeow. Add one there." },
  removed: {
    label: "Removed by CustoMeow",
    tone: "critical",
    why: "CustoMeow took the custom feature away, which happens when credits run out. Restore it in CustoMeow.",
  },
  none: { label: "Unknown", tone: "warning", why: "CustoMeow gives no status for it." },
};
