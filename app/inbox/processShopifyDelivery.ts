import type { Shop, WebhookDelivery } from "@prisma/client";
import type { Transaction } from "../database/database.ts";
import { PostponedError } from "../jobs/postponed.ts";
import type { AppInstallation } from "../shopify/operations/appInstallation.ts";
import { forgetSessions, requestErasure } from "../shops/requestErasure.ts";
import { rescopeShop, uninstallShop } from "../shops/shop.ts";
import { requestPublishing } from "../skus/requestPublishing.ts";
import { recordDataRequest } from "../privacy/dataRequests.ts";
import { redactOrders } from "../privacy/redactOrders.ts";
import { ordersNamed } from "./keptBody.ts";
import { type InboxServices, ofUnknownShop, type Processed } from "./processed.ts";

/** Of these Shopify's own word is asked for: no signature vouches for their shop being the one that they are for now. */
const READ_BACK: readonly string[] = ["app/uninstalled", "app/scopes_update", "shop/redact"];

/** The app in the shop, as Shopify knows it now; null where it has no access to it, or nothing hangs on it. */
export async function readInstallation(
  { shopify }: InboxServices,
  { topic, shopDomain }: WebhookDelivery,
  isKnown: boolean,
): Promise<AppInstallation | null> {
  return isKnown && READ_BACK.includes(topic) ? shopify.adminApi(shopDomain).appInstallation() : null;
}

/** What Shopify tells beside orders: one topic each, as shopify.app.toml subscribes to them. */
export async function processShopifyDelivery(
  services: InboxServices,
  transaction: Transaction,
  delivery: WebhookDelivery,
  installation: AppInstallation | null,
): Promise<Processed> {
  const { shopDomain, topic, body } = delivery;
  const shop = await transaction.shop.findUnique({ where: { domain: shopDomain } });
  if (shop === null) {
    if (topic === "shop/redact") await forgetSessions(transaction, shopDomain);
    return ofUnknownShop;
  }
  switch (topic) {
    case "app/uninstalled":
      return removeShop(services, transaction, shop, delivery, installation);
    case "app/scopes_update":
      if (installation === null) return ofRemovedApp;
      await rescopeShop(transaction, shopDomain, installation.scopes.join(","));
      return { state: "processed", outcome: { code: "scopes_noted", parameters: {} } };
    case "customers/data_request":
      return askForData(transaction, shop, delivery);
    case "customers/redact": {
      const parameters = await redactOrders(transaction, shop, ordersNamed(body).orders_to_redact);
      return { state: "processed", outcome: { code: "customer_redacted", parameters } };
    }
    case "shop/redact":
      return redactShop(services, transaction, shop, delivery, installation);
    default:
      return { state: "ignored", outcome: { code: "topic_not_used", parameters: {} } };
  }
}

async function askForData(
  transaction: Transaction,
  { id: shopId }: Shop,
  { id: deliveryId, body, receivedAt }: WebhookDelivery,
): Promise<Processed> {
  const platformOrderIds = ordersNamed(body).orders_requested;
  await recordDataRequest(transaction, shopId, { deliveryId, platformOrderIds, receivedAt });
  const parameters = { orders: platformOrderIds.length };
  return { state: "processed", outcome: { code: "customer_data_requested", parameters } };
}

const ofRemovedApp: Processed = { state: "ignored", outcome: { code: "app_is_removed", parameters: {} } };

async function removeShop(
  { jobs }: InboxServices,
  transaction: Transaction,
  { id, domain, authenticatedAt }: Shop,
  delivery: WebhookDelivery,
  installation: AppInstallation | null,
): Promise<Processed> {
  const at = tellsOf(delivery);
  const isThere = installation !== null;
  // The news is of no removal that there was, or was told before.
  if (isThere && (authenticatedAt <= at || (await wasTold(transaction, delivery))))
    return { state: "ignored", outcome: { code: "app_is_there", parameters: {} } };
  const removed = await uninstallShop(transaction, domain, at);
  if (removed === "removed") return { state: "processed", outcome: { code: "app_removed", parameters: {} } };
  // What the storefront knew went with the app.
  await requestPublishing(transaction, jobs, id);
  return { state: "processed", outcome: { code: "app_removed_and_back", parameters: {} } };
}

/** When what it tells of happened. Nobody signed that, but it cannot be after it came. */
function tellsOf({ triggeredAt, receivedAt }: WebhookDelivery): Date {
  return triggeredAt !== null && triggeredAt < receivedAt ? triggeredAt : receivedAt;
}

/** Whether the same was told under another id. */
async function wasTold(
  transaction: Transaction,
  { id, source, shopDomain, topic, body }: WebhookDelivery,
): Promise<boolean> {
  const same = { source, shopDomain, topic, body, id: { not: id }, state: { not: "received" as const } };
  return (await transaction.webhookDelivery.count({ where: same })) > 0;
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
  delivery: WebhookDelivery,
  installation: AppInstallation | null,
): Promise<Processed> {
  if (installation !== null) return ofReturnedShop;
  const removal = { source: "shopify", shopDomain: shop.domain, topic: "app/uninstalled" } as const;
  if ((await transaction.webhookDelivery.count({ where: { ...removal, state: "received" } })) > 0)
    throw new PostponedError("It was not read yet that the shop removed the app.", REMOVAL_IS_UNREAD_SECONDS);
  switch (await requestErasure(transaction, services.jobs, shop.id, tellsOf(delivery))) {
    case "begun":
      return { state: "processed", outcome: { code: "shop_erasure_began", parameters: {} } };
    case "came_back":
      return ofReturnedShop;
  }
}

const ofReturnedShop: Processed = { state: "ignored", outcome: { code: "shop_came_back", parameters: {} } };
