import type { WebhookDelivery } from "@prisma/client";
import sql from "sql-template-tag";
import { parseCustomeowWebhook } from "../customeow/webhook.ts";
import { requestSkuSync } from "../skus/requestSync.ts";
import { storableText } from "../text/storableText.ts";
import type { DeliveryOutcome } from "./deliveryOutcomes.ts";
import type { InboxServices, Processed } from "./processed.ts";
import type { DeliveryShop } from "./readDeliveries.ts";

const LONGEST_EVENT = 100;

/** CustoMeow's webhooks are hints: what they claim is read back before anything changes. */
export async function processCustomeowDelivery(
  services: InboxServices,
  shop: DeliveryShop,
  delivery: WebhookDelivery,
): Promise<Processed> {
  const parsed = parseCustomeowWebhook(delivery.body);
  if (!parsed.ok)
    return {
      state: "failed",
      outcome: { code: "customeow_message_unreadable", parameters: { problem: parsed.reason } },
    };

  await noteReceived(services, shop.id, delivery.receivedAt);
  const { webhook } = parsed;
  switch (webhook.event) {
    case "order.completedCustomInfo": {
      const outcome = await lookForDesigns(services, shop.id, webhook.order.platformOrderId);
      return { state: "processed", outcome };
    }
    case "unknown":
      return {
        state: "ignored",
        outcome: {
          code: "customeow_event_unknown",
          parameters: { event: storableText(webhook.name, LONGEST_EVENT) },
        },
      };
    case "sku.add":
    case "sku.addFeature":
    case "sku.replaceFeature":
    case "sku.deleteFeature":
    case "sku.delete":
      await services.database.$transaction((rows) => requestSkuSync(rows, services.jobs, shop.id, "upkeep"));
      return { state: "processed", outcome: { code: "sku_sync_requested", parameters: {} } };
  }
}

/** The merchant sees from it that CustoMeow has the right address. */
async function noteReceived({ sql: rows }: InboxServices, shopId: string, receivedAt: Date): Promise<void> {
  await rows.rows(sql`
    UPDATE "CustomeowConnection" SET "webhookReceivedAt" = greatest("webhookReceivedAt", ${receivedAt})
    WHERE "shopId" = ${shopId}::uuid`);
}

/** However many hints come for an order, it is asked for once, and none of them waits for the quota here. */
async function lookForDesigns(
  { sql: rows, database, jobs }: InboxServices,
  shopId: string,
  platformOrderId: string,
): Promise<DeliveryOutcome> {
  const [order] = await rows.rows<{ id: string; isAwaited: boolean }>(sql`
    SELECT "id", EXISTS (
      SELECT FROM "LineItem" AS line WHERE line."orderId" = "Order"."id" AND line."state" = 'awaiting_customization'
    ) AS "isAwaited"
    FROM "Order" WHERE "shopId" = ${shopId}::uuid AND "platformOrderId" = ${platformOrderId}`);
  if (order === undefined) return { code: "designs_of_unknown_order", parameters: {} };
  if (!order.isAwaited) return { code: "designs_not_awaited", parameters: {} };
  await database.$transaction((transaction) =>
    jobs.enqueue(transaction, "find-designs", { shopId, orderId: order.id }),
  );
  return { code: "designs_looked_for", parameters: {} };
}
