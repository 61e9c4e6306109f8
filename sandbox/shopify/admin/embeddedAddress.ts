import { createHmac, randomUUID } from "node:crypto";
import { createSessionToken } from "../admin-api/oauth/sessionToken.ts";
import type { Shop } from "../shop/shop.ts";

/** One log-in to the admin: the `session` parameter. */
const SESSION = randomUUID().replaceAll("-", "");

/** `shop-name` of `shop-name.myshopify.com`. */
export function shopName(shop: Shop): string {
  return shop.domain.replace(/\.myshopify\.com$/, "");
}

/** The last part of the app's address in the admin: `/apps/{handle}`. */
export function appHandle(shop: Shop): string {
  return shop.app.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|(?<!-)-+$/g, "");
}

/**
 * The address at which Shopify's admin opens an embedded app's page: its parameters, signed with the app's secret.
 * Source: shopify.dev, "Embedded app URL parameters" and "Verify a request"; `id_token` saves the bounce page.
 * @param path Path and search inside the app, e.g. `/app/orders?page=2`.
 */
export async function embeddedAddress(shop: Shop, appUrl: string, path: string): Promise<string> {
  const address = new URL(appUrl.replace(/\/$/, "") + path);
  const parameters = {
    embedded: "1",
    host: Buffer.from(`admin.shopify.com/store/${shopName(shop)}`)
      .toString("base64")
      .replace(/(?<!=)=+$/, ""),
    id_token: await createSessionToken(shop),
    locale: shop.locale,
    session: SESSION,
    shop: shop.domain,
    timestamp: String(Math.floor(Date.now() / 1000)),
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  address.searchParams.set("hmac", signatureOf(address.searchParams, shop.app.clientSecret));
  return address.href;
}

/** HMAC-SHA256 in hex over all parameters but `hmac`, sorted by name. */
export function signatureOf(parameters: URLSearchParams, secret: string): string {
  const message = [...parameters]
    .filter(([name]) => name !== "hmac")
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  return createHmac("sha256", secret).update(message).digest("hex");
}
