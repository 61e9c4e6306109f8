import type { Shop, WebhookDelivery } from "@prisma/client";
import { z } from "zod";
import type { Transaction } from "../database/database.ts";
import { PostponedError } from "../jobs/postponed.ts";
import { forgetSessions, requestErasure } from "../shops/requestErasure.ts";
import { rescopeShop, uninstallShop } from "../shops/shop.ts";
import { requestPublishing } from "../skus/requestPublishing.ts";
import { redactOrders } from "./redactOrders.ts";
import { type InboxServices, ofUnknownShop, type Processed } from "./processed.ts";

/** What Shopify tells beside orders: one topic each, as shopify.app.toml subscribes to them. */
export async function processShopifyDelivery(
  services: InboxServices,
  transaction: Transaction,
  delivery: WebhookDelivery,
): Promise<Processed> {
  const { shopDomain, topic, body } = delivery;
  const shop = await transaction.shop.findUnique({ where: { domain: shopDomain } });
  if (shop === null) {
    if (topic === "shop/redact") await forgetSessions(transaction, shopDomain);
    return ofUnknownShop;
  }
  switch (topic) {
    case "app/uninstalled":
      return removeShop(services, transaction, shop, delivery);
    case "app/scopes_update":
      await rescopeShop(transaction, shopDomain, currentScopes(body));
      return { state: "processed", outcome: { code: "scopes_noted", parameters: {} } };
    case "customers/data_request":
      return { state: "processed", outcome: { code: "customer_data_explained", parameters: {} } };
    case "customers/redact":
      return redactOrders(transaction, shopDomain, body);
    case "shop/redact":
      return redactShop(services, transaction, shop, delivery);
    default:
      return { state: "ignored", outcome: { code: "topic_not_used", parameters: {} } };
  }
}

async function removeShop(
  { jobs }: InboxServices,
  transaction: Transaction,
  { id, domain }: Shop,
  { triggeredAt, receivedAt }: WebhookDelivery,
): Promise<Processed> {
  const removed = await uninstallShop(transaction, domain, triggeredAt ?? receivedAt);
  if (removed === "removed") return { state: "processed", outcome: { code: "app_removed", parameters: {} } };
  // What the storefront knew went with the app.
  await requestPublishing(transaction, jobs, id);
  return { state: "processed", outcome: { code: "app_removed_and_back", parameters: {} } };
}

const REMOVAL_IS_UNREAD_SECONDS = 5;

/**
 * Shopify sends `shop/redact` 48 hours after the removal, also where the app was installed again meanwhile.
 * @throws PostponedError while the news of the removal waits: two deliveries may be worked on in either order
 */
async function redactShop(
  services: InboxServices,
  transaction: Transaction,
  shop: Shop,
  { triggeredAt, receivedAt }: WebhookDelivery,
): Promise<Processed> {
  const removal = { source: "shopify", shopDomain: shop.domain, topic: "app/uninstalled" } as const;
  if ((await transaction.webhookDelivery.count({ where: { ...removal, state: "received" } })) > 0)
    throw new PostponedError("It was not read yet that the shop removed the app.", REMOVAL_IS_UNREAD_SECONDS);
  switch (await requestErasure(transaction, services.jobs, shop.id, triggeredAt ?? receivedAt)) {
    case "begun":
      return { state: "processed", outcome: { code: "shop_erasure_began", parameters: {} } };
    case "came_back":
      return { state: "ignored", outcome: { code: "shop_came_back", parameters: {} } };
  }
}

/** https://shopify.dev/docs/api/webhooks?reference=toml#list-of-topics-app/scopes_update */
function currentScopes(body: string): string {
  const parsed = z.object({ current: z.array(z.string()) }).safeParse(JSON.parse(body));
  return parsed.success ? parsed.data.current.join(",") : "";
}
