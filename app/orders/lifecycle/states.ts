import type { ProductionState } from "@prisma/client";

/** What a state of a line item means. */
interface Meaning {
  /** It goes to CustoMeow when its order is sent. */
  isSendable: boolean;
  /** Whose turn it is; `nobody` where nothing more happens by itself. */
  waitsFor: "the app" | "the shopper" | "nobody";
}

/**
 * Every state, from the least to the most advanced: an order is in the state of its first line in this order. What
 * cannot go further stands behind what still does.
 */
const meanings: Record<ProductionState, Meaning> = {
  failed: { isSendable: false, waitsFor: "nobody" },
  awaiting_customization: { isSendable: true, waitsFor: "the shopper" },
  queued: { isSendable: true, waitsFor: "the app" },
  sent: { isSendable: false, waitsFor: "the app" },
  composing: { isSendable: false, waitsFor: "the app" },
  no_template: { isSendable: false, waitsFor: "nobody" },
  ready: { isSendable: false, waitsFor: "nobody" },
  cancelled: { isSendable: false, waitsFor: "nobody" },
};

/** `Object.keys` keeps the order in which the states stand above. */
const states = Object.keys(meanings).filter(isState);

function isState(name: string): name is ProductionState {
  return name in meanings;
}

/** An order is as far as its least advanced line, and failed if one line is. Cancelled only when all lines are. */
export function orderState(lines: readonly ProductionState[]): ProductionState {
  return states.find((state) => lines.includes(state)) ?? "cancelled";
}

/** It goes to CustoMeow when its order is sent. */
export const isSendable = (state: ProductionState): boolean => meanings[state].isSendable;

/** Nothing more happens by itself. */
export const isFinal = (state: ProductionState): boolean => meanings[state].waitsFor === "nobody";

/** Work goes on by itself. */
export const isMoving = (state: ProductionState): boolean => meanings[state].waitsFor === "the app";
