import type { WebhookDelivery } from "@prisma/client";
import sql from "sql-template-tag";
import { parseCustomeowWebhook } from "../customeow/webhook.ts";
import { type CompletedDesigns, completeDesigns } from "../orders/designs/completeDesigns.ts";
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
      const completed = await completeDesigns(services, shop.id, webhook.order.platformOrderId);
      return { state: "processed", outcome: outcomeOf(completed) };
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

function outcomeOf(completed: CompletedDesigns): DeliveryOutcome {
  const parameters = {};
  switch (completed.outcome) {
    case "no_such_order":
      return { code: "designs_of_unknown_order", parameters };
    case "nothing_awaited":
      return { code: "designs_not_awaited", parameters };
    case "not_connected":
      return { code: "designs_without_connection", parameters };
    case "not_in_customeow":
      return { code: "designs_of_order_not_in_customeow", parameters };
    case "no_new_design":
      return { code: "designs_not_found", parameters };
    case "completed":
      return { code: "designs_completed", parameters: { items: completed.items } };
  }
}
