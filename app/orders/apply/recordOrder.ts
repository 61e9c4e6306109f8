import type { Lifecycle } from "../lifecycle/lifecycle.ts";
import { newOrder } from "../lifecycle/newOrder.ts";
import type { OrderChange } from "../lifecycle/orderChange.ts";
import type { MappedOrder } from "../read-shopify/mapOrder.ts";
import type { AlongsideApplied, ApplyingShop } from "./appliedOrder.ts";
import { newLine } from "./newLine.ts";
import type { OrderSource } from "./orderSource.ts";
import { noLongerPassedOver } from "./passOver.ts";

/**
 * Stores an order with its lines for CustoMeow, and has it sent. Invariant: one row for each order of the shop,
 * however often and in whatever order its deliveries come; the unique key decides between racers.
 * @returns false where another came first
 */
export async function recordOrder(
  lifecycle: Lifecycle,
  shop: ApplyingShop,
  order: MappedOrder,
  source: OrderSource,
  alongside: AlongsideApplied,
): Promise<boolean> {
  const change = newOrder(shop, {
    shopId: shop.id,
    platformOrderId: order.platformOrderId,
    platformOrderNo: order.platformOrderNo,
    platformCreatedAt: order.platformCreatedAt,
    platformUpdatedAt: order.platformUpdatedAt,
    cancelledAt: order.cancelledAt,
    currencyCode: order.currencyCode,
    otherItemIds: order.others.map(({ platformItemId }) => platformItemId),
    // What comes late may have been sent before: it is looked up first.
    submission: source.kind === "created" && source.isFresh ? "pending" : "unknown",
  });
  tellReceived(change, order, source);
  for (const line of order.lines) change.addLine(newLine(shop.id, line, order.cancelledAt !== null));
  return lifecycle.record(change, (onlyIf) => [
    noLongerPassedOver(shop.id, order.platformOrderId, onlyIf),
    ...alongside({ outcome: "recorded" }, onlyIf),
  ]);
}

function tellReceived(change: OrderChange, order: MappedOrder, source: OrderSource): void {
  const code = source.kind === "found" ? "order_found_in_shopify" : "order_received";
  change.tell({ code, parameters: { items: order.lines.length } });
  if (order.cancelledAt !== null)
    change.tell({ code: "order_cancelled", parameters: { customeowHas: "no" } });
}
