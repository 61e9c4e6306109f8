import type { Shop, WebhookDelivery } from "@prisma/client";
import type { Transaction } from "../database/database.ts";
import { applyShopifyOrder } from "../orders/applyShopifyOrder.ts";
import type { OrderSource } from "../orders/orderSource.ts";
import { parseShopifyOrder, type ShopifyOrder } from "../orders/shopifyOrder.ts";
import type { InboxServices, Processed } from "./processed.ts";

/** `orders/create`, `orders/updated` and `orders/cancelled` each carry the whole order, as it was then. */
export async function processOrderDelivery(
  services: InboxServices,
  transaction: Transaction,
  shop: Shop,
  delivery: WebhookDelivery,
): Promise<Processed> {
  const order = readOrder(delivery.body);
  if ("problem" in order)
    return { state: "failed", outcome: { code: "order_unreadable", parameters: order } };
  const applied = await applyShopifyOrder(transaction, services.jobs, shop, order, sourceOf(delivery));
  const parameters = { order: order.name };
  switch (applied.outcome) {
    case "recorded":
      return { state: "processed", outcome: { code: "order_recorded", parameters } };
    case "changed":
      return { state: "processed", outcome: { code: "order_changed", parameters } };
    case "unchanged":
      return { state: "ignored", outcome: { code: "order_unchanged", parameters } };
    case "outdated":
      return { state: "ignored", outcome: { code: "order_outdated", parameters } };
    case "nothing_customised":
      return { state: "ignored", outcome: { code: "order_without_items_for_customeow", parameters } };
    case "before_installation":
      return { state: "ignored", outcome: { code: "order_before_installation", parameters } };
    case "unreadable":
      return {
        state: "failed",
        outcome: { code: "order_unreadable", parameters: { problem: applied.reason } },
      };
  }
}

/** So long after it was triggered, a delivery still counts as prompt. Shopify goes on trying for hours. */
const FRESH_MILLISECONDS = 10 * 60 * 1000;

function sourceOf({ topic, triggeredAt, receivedAt }: WebhookDelivery): OrderSource {
  if (topic !== "orders/create") return { kind: "changed" };
  const lateMilliseconds = triggeredAt === null ? 0 : receivedAt.getTime() - triggeredAt.getTime();
  return { kind: "created", isFresh: lateMilliseconds < FRESH_MILLISECONDS };
}

function readOrder(body: string): ShopifyOrder | { problem: string } {
  try {
    return parseShopifyOrder(body);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
