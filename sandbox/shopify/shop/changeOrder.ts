import { instantWithOffset } from "./instant.ts";
import { type OrderedLine, orderedLineItem } from "./placeOrder.ts";
import type { Order, Shop } from "./shop.ts";

/** A change of an order names a line that it does not have, or takes more of it than there is. */
export class OrderChangeError extends Error {
  override readonly name = "OrderChangeError";
}

/** What a merchant changes of an order. Lines are named by their place in the order, from 0. */
export interface OrderChange {
  /** How much is left of a line; 0 removes it. Shopify keeps a removed line, with nothing left of it. */
  quantities: { line: number; quantity: number }[];
  added: OrderedLine[];
}

/** Cancels an order; one that is cancelled stays as it is. @param refund its items too, as the admin offers */
export function cancelOrder(order: Order, refund = false): void {
  if (order.cancelledAt !== null) return;
  if (refund) for (const line of order.lineItems) line.currentQuantity = 0;
  order.cancelledAt = touch(order);
}

/**
 * Edits an order, all of it or nothing; without changes it merely counts as updated.
 * @throws OrderChangeError; UnknownVariantError where something is added that the shop does not sell
 */
export function editOrder(shop: Shop, order: Order, { quantities, added }: OrderChange): void {
  const lines = quantities.map(({ line, quantity }) => ({ item: lineAt(order, line), quantity }));
  const lineItems = added.map((line) => orderedLineItem(shop, line));
  for (const { item, quantity } of lines) {
    // What was ordered grows with the order, and does not shrink: `quantity` counts removed pieces too.
    item.quantity = Math.max(item.quantity, quantity);
    item.currentQuantity = quantity;
  }
  order.lineItems.push(...lineItems);
  touch(order);
}

/** Refunds some pieces of a line. @throws OrderChangeError */
export function refundLine(order: Order, at: number, pieces: number): void {
  const line = lineAt(order, at);
  if (pieces > line.currentQuantity)
    throw new OrderChangeError(
      `Line ${at} of ${order.name} has only ${line.currentQuantity} left to refund.`,
    );
  line.currentQuantity -= pieces;
  touch(order);
}

function lineAt({ lineItems, name }: Order, at: number) {
  const line = lineItems[at];
  if (line === undefined)
    throw new OrderChangeError(`Order ${name} has no line ${at}: it has ${lineItems.length}.`);
  return line;
}

/** Instants are in whole seconds; changes that follow at once are told apart all the same. */
function touch(order: Order): string {
  const earliest = Date.parse(order.updatedAt) + 1000;
  order.updatedAt = instantWithOffset(new Date(Math.max(Date.now(), earliest)));
  return order.updatedAt;
}
