import type { WebhookDelivery } from "@prisma/client";
import { parseCustomeowWebhook } from "../customeow/webhook.ts";
import { completeCustomization } from "../orders/completeCustomization.ts";
import { requestSkuSync } from "../skus/requestSync.ts";
import { storableText } from "../text/storableText.ts";
import { type InboxServices, ofUnknownShop, type Processed } from "./processed.ts";

const LONGEST_EVENT = 100;

/** CustoMeow's webhooks are hints: what they claim is read back before anything changes. */
export async function processCustomeowDelivery(
  services: InboxServices,
  delivery: WebhookDelivery,
): Promise<Processed> {
  const shop = await services.database.shop.findUnique({ where: { domain: delivery.shopDomain } });
  const parsed = parseCustomeowWebhook(delivery.body);
  if (shop === null) return ofUnknownShop;
  if (!parsed.ok)
    return {
      state: "failed",
      outcome: { code: "customeow_message_unreadable", parameters: { problem: parsed.reason } },
    };

  const { webhook } = parsed;
  switch (webhook.event) {
    case "order.completedCustomInfo": {
      const text = await completeCustomization(services, shop.id, webhook.order.platformOrderId);
      return { state: "processed", outcome: { code: "in_words", parameters: { text } } };
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
      await services.database.$transaction((rows) => requestSkuSync(rows, services.jobs, shop.id, "order"));
      return { state: "processed", outcome: { code: "sku_sync_requested", parameters: {} } };
  }
}
