import type { AdminApi } from "../admin-api/adminApi.ts";
import type { Shop } from "../shop/shop.ts";

export type SendWebhook = (topic: string, payload: Record<string, unknown>) => unknown;

/**
 * Uninstalls the app as Shopify does: its tokens stop working at once, its data on the installation, its blocks and its
 * rules at the checkout are gone, and it is told.
 */
export async function uninstall({ shop, tokens }: AdminApi, sendWebhook: SendWebhook): Promise<void> {
  if (!shop.installation.installed) return;
  shop.installation.installed = false;
  tokens.revokeAll();
  const owner = `gid://shopify/AppInstallation/${shop.installation.id}`;
  shop.metafields = shop.metafields.filter(
    ({ ownerId }) => ownerId !== owner && !ownerId.startsWith("gid://shopify/Validation/"),
  );
  shop.placedBlocks = [];
  shop.validations = [];
  await sendWebhook("app/uninstalled", shopResource(shop));
}

/** Installs the app again. Each installation has its own id, so data of the one before does not come back. */
export function install(shop: Shop): void {
  if (shop.installation.installed) return;
  shop.installation.installed = true;
  shop.installation.id = String(BigInt(shop.installation.id) + 1n);
}

/** Grants other scopes, as a merchant does who accepts an update. Source: shopify.dev, `app/scopes_update`. */
export async function changeScopes(shop: Shop, scopes: string[], sendWebhook: SendWebhook): Promise<void> {
  const previous = shop.installation.scopes;
  shop.installation.scopes = scopes;
  await sendWebhook("app/scopes_update", {
    id: Number(shop.app.id),
    previous,
    current: scopes,
    updated_at: new Date().toISOString(),
  });
}

export type ComplianceTopic = "customers/data_request" | "customers/redact" | "shop/redact";

/** Sends a compliance webhook now: the real one waits (`shop/redact` for 48 hours). Source: shopify.dev, "Privacy law compliance". */
export async function sendCompliance(
  shop: Shop,
  topic: ComplianceTopic,
  orderIds: readonly string[],
  sendWebhook: SendWebhook,
): Promise<void> {
  const orders = orderIds.map(Number);
  const customer = { id: 191167, email: "sam@example.com", phone: "555-625-1199" };
  const shopFields = { shop_id: Number(shop.id), shop_domain: shop.domain };
  switch (topic) {
    case "shop/redact":
      await sendWebhook(topic, shopFields);
      return;
    case "customers/redact":
      await sendWebhook(topic, { ...shopFields, customer, orders_to_redact: orders });
      return;
    case "customers/data_request":
      await sendWebhook(topic, {
        ...shopFields,
        customer,
        orders_requested: orders,
        data_request: { id: 9999 },
      });
      return;
  }
}

/** The REST-shaped shop, the payload of `app/uninstalled`, as far as it is modelled. */
function shopResource(shop: Shop): Record<string, unknown> {
  return {
    id: Number(shop.id),
    name: shop.name,
    email: shop.email,
    domain: shop.domain,
    myshopify_domain: shop.domain,
    currency: shop.currencyCode,
    iana_timezone: shop.ianaTimezone,
    plan_name: "partner_test",
  };
}
