import type { ProductionState } from "@prisma/client";
import type { Transaction } from "../database/database.ts";

/** From the least to the most advanced. What cannot go further stands behind what still does. */
const advancement: readonly ProductionState[] = [
  "failed",
  "awaiting_customization",
  "queued",
  "sent",
  "composing",
  "no_template",
  "ready",
  "cancelled",
];

/** An order is as far as its least advanced line, and failed if one line is. Cancelled only when all lines are. */
export function orderState(lines: readonly ProductionState[]): ProductionState {
  return advancement.find((state) => lines.includes(state)) ?? "cancelled";
}

/** Nothing more happens by itself. */
export function isFinal(state: ProductionState): boolean {
  return state === "ready" || state === "failed" || state === "no_template" || state === "cancelled";
}

/** Writes the order's state after one of its lines changed, in that change's transaction. Its lock must be held. */
export async function refreshOrderState(transaction: Transaction, orderId: string): Promise<void> {
  const lines = await transaction.lineItem.findMany({ where: { orderId }, select: { state: true } });
  await transaction.order.update({
    where: { id: orderId },
    data: { state: orderState(lines.map(({ state }) => state)) },
  });
}
