import type { WebhookDelivery } from "@prisma/client";
import { z } from "zod";
import type { Transaction } from "../database/database.ts";
import { recordOrder } from "../orders/recordOrder.ts";
import { parseShopifyOrder } from "../orders/shopifyOrder.ts";
import { rescopeShop, uninstallShop } from "../shops/shop.ts";
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
      return processOrder(services, transaction, delivery);
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

async function processOrder(
  services: InboxServices,
  transaction: Transaction,
  { shopDomain, body }: WebhookDelivery,
): Promise<Processed> {
  const shop = await transaction.shop.findUnique({ where: { domain: shopDomain } });
  if (shop === null) return { state: "ignored", outcome: "The shop does not have the app." };

  const order = readOrder(body);
  if ("problem" in order) return { state: "failed", outcome: order.problem };
  const recorded = await recordOrder(transaction, services.jobs, shop.id, order);
  switch (recorded.outcome) {
    case "recorded":
      return { state: "processed", outcome: `Order ${order.name} was recorded.` };
    case "already_recorded":
      return { state: "ignored", outcome: `Order ${order.name} was recorded before.` };
    case "nothing_customised":
      return { state: "ignored", outcome: `Order ${order.name} has nothing for CustoMeow.` };
    case "cancelled_before":
      return { state: "ignored", outcome: `Order ${order.name} was cancelled already.` };
  }
}

function readOrder(body: string): ReturnType<typeof parseShopifyOrder> | { problem: string } {
  try {
    return parseShopifyOrder(body);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** https://shopify.dev/docs/api/webhooks?reference=toml#list-of-topics-app/scopes_update */
function currentScopes(body: string): string {
  const parsed = z.object({ current: z.array(z.string()) }).safeParse(JSON.parse(body));
  return parsed.success ? parsed.data.current.join(",") : "";
}
