import type { WebhookDelivery } from "@prisma/client";
import { z } from "zod";
import type { Transaction } from "../database/database.ts";
import { rescopeShop, uninstallShop } from "../shops/shop.ts";
import { processOrderDelivery } from "./processOrderDelivery.ts";
import { redactOrders } from "./redactOrders.ts";
import type { InboxServices, Processed } from "./processed.ts";

/** One topic each, as shopify.app.toml subscribes to them. */
export async function processShopifyDelivery(
  services: InboxServices,
  transaction: Transaction,
  delivery: WebhookDelivery,
): Promise<Processed> {
  const { shopDomain, topic, body } = delivery;
  switch (topic) {
    case "orders/create":
    case "orders/updated":
    case "orders/cancelled":
      return processOrderDelivery(services, transaction, delivery);
    case "app/uninstalled":
      await uninstallShop(transaction, shopDomain, delivery.triggeredAt ?? delivery.receivedAt);
      return { state: "processed", outcome: "The shop removed the app." };
    case "app/scopes_update":
      await rescopeShop(transaction, shopDomain, currentScopes(body));
      return { state: "processed", outcome: "The granted scopes were noted." };
    case "customers/data_request":
      return {
        state: "processed",
        outcome:
          "The app keeps no name, address, e-mail or phone number. What the customer put into a design is on the order's page.",
      };
    case "customers/redact":
      return redactOrders(transaction, shopDomain, body);
    case "shop/redact":
      await services.jobs.enqueue(transaction, "erase-shop", { shopDomain });
      return { state: "processed", outcome: "The shop's data is being deleted." };
    default:
      return { state: "ignored", outcome: "The app does nothing with this topic." };
  }
}

/** https://shopify.dev/docs/api/webhooks?reference=toml#list-of-topics-app/scopes_update */
function currentScopes(body: string): string {
  const parsed = z.object({ current: z.array(z.string()) }).safeParse(JSON.parse(body));
  return parsed.success ? parsed.data.current.join(",") : "";
}
