import type { WebhookFaults } from "../../webhooks/webhookFaults.ts";
import type { AddToCartFault } from "../faults/addToCartFault.ts";

/** One of several buttons, of which one is pressed. */
export interface Switch {
  value: string;
  label: string;
  on: boolean;
}

export const webhookSwitches: { value: string; label: string; faults: WebhookFaults | null }[] = [
  { value: "none", label: "Deliver every webhook", faults: null },
  { value: "drop", label: "Lose every webhook", faults: { drop: true } },
  { value: "twice", label: "Deliver each twice", faults: { duplicate: "same-id" } },
  { value: "twice-new", label: "Deliver each twice, with another id", faults: { duplicate: "new-id" } },
  { value: "late", label: "Deliver after 10 seconds", faults: { delayMilliseconds: 10_000 } },
  { value: "shuffled", label: "Deliver in any order", faults: { shuffleMilliseconds: 10_000 } },
];

export const addToCartSwitches: { value: string; label: string; fault: AddToCartFault | null }[] = [
  { value: "none", label: "Works", fault: null },
  { value: "connection", label: "Connection is cut", fault: { fault: "connection" } },
  { value: "answer", label: "Answer is lost", fault: { fault: "answer" } },
  { value: "error", label: "Error page", fault: { fault: "error" } },
  { value: "throttled", label: "Too many requests", fault: { fault: "throttled" } },
];

const THEME_LABELS = new Map([
  ["default", "Default: custom elements, cart drawer"],
  ["plain", "Plain: forms without scripts"],
  ["sections", "Sections: Section Rendering API, quick view"],
]);

export function themeSwitches(themes: readonly string[], chosen: string): Switch[] {
  return themes.map((value) => ({ value, label: THEME_LABELS.get(value) ?? value, on: value === chosen }));
}
