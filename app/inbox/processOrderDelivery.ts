import type { WebhookDelivery } from "@prisma/client";
import type { AppliedOrder } from "../orders/apply/appliedOrder.ts";
import { applyShopifyOrder } from "../orders/apply/applyShopifyOrder.ts";
import type { OrderSource } from "../orders/apply/orderSource.ts";
import { parseShopifyOrder, type ShopifyOrder } from "../orders/read-shopify/shopifyOrder.ts";
import { type InboxServices, notingOutcome, type Processed } from "./processed.ts";
import type { DeliveryShop } from "./readDeliveries.ts";

const topics: readonly string[] = ["orders/create", "orders/updated", "orders/cancelled"];

/** Each carries the whole order, as it was then. */
export const isOrderTopic = (topic: string): boolean => topics.includes(topic);

/** Applies the order that a delivery carries, and notes what came of it in the same commit. */
export async function processOrderDelivery(
  services: InboxServices,
  shop: DeliveryShop,
  delivery: WebhookDelivery,
): Promise<Processed> {
  const order = readOrder(delivery.body);
  if ("problem" in order) {
    const processed: Processed = {
      state: "failed",
      outcome: { code: "order_unreadable", parameters: order },
    };
    await services.sql.rows(notingOutcome(delivery.id, processed));
    return processed;
  }
  const applied = await applyShopifyOrder(services, shop, order, sourceOf(delivery), (outcome, onlyIf) => [
    notingOutcome(delivery.id, processedAs(outcome, order.name), onlyIf),
  ]);
  return processedAs(applied, order.name);
}

function processedAs(applied: AppliedOrder, name: string): Processed {
  const parameters = { order: name };
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
    case "forgotten":
      return { state: "ignored", outcome: { code: "order_forgotten", parameters } };
    case "before_installation":
      return { state: "ignored", outcome: { code: "order_before_installation", parameters } };
    case "unreadable":
      return { state: "failed", outcome: { code: "item_unreadable", parameters: applied.item } };
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
