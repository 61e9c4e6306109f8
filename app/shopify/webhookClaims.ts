import { z } from "zod";
import type { VerifiedWebhook } from "./verifyWebhook.ts";

/**
 * Where Shopify is told to send what (shopify.app.toml). A signature vouches for the bytes of a body and for nothing
 * else: neither for the address, nor for the topic, the shop, the id and the time in the headers.
 */
export const WEBHOOK_TOPICS: Readonly<Record<string, readonly string[]>> = {
  "/webhooks/orders/create": ["orders/create"],
  "/webhooks/orders/updated": ["orders/updated"],
  "/webhooks/orders/cancelled": ["orders/cancelled"],
  "/webhooks/app/uninstalled": ["app/uninstalled"],
  "/webhooks/app/scopes_update": ["app/scopes_update"],
  "/webhooks/compliance": ["customers/data_request", "customers/redact", "shop/redact"],
};

const never = z.undefined().optional();

/** What the body of a topic says of its shop, and no body of another topic says so. */
const shopsIn: Readonly<Record<string, z.ZodType<string>>> = {
  "app/uninstalled": z
    .object({ myshopify_domain: z.string() })
    .transform(({ myshopify_domain: shop }) => shop),
  "customers/data_request": z
    .object({ shop_domain: z.string(), orders_requested: z.array(z.unknown()) })
    .transform(({ shop_domain: shop }) => shop),
  "customers/redact": z
    .object({ shop_domain: z.string(), orders_to_redact: z.array(z.unknown()) })
    .transform(({ shop_domain: shop }) => shop),
  "shop/redact": z
    .object({ shop_domain: z.string(), customer: never, orders_requested: never, orders_to_redact: never })
    .transform(({ shop_domain: shop }) => shop),
};

/**
 * Holds what a verified webhook claims against the address that it came to, and against what is signed. Session tokens
 * and the app's own addresses are signed with the same secret: they are no JSON objects, as every webhook is.
 * @returns what contradicts it; null where nothing does
 */
export function contradictionIn(
  { topic, shopDomain, body }: VerifiedWebhook,
  topicsOfAddress: readonly string[],
): string | null {
  if (!topicsOfAddress.includes(topic)) return "its topic is none of this address";
  if (!/^\s*\{/.test(body)) return "its body is no JSON object";
  const shopIn = shopsIn[topic];
  if (shopIn === undefined) return null;
  const shop = shopIn.safeParse(JSON.parse(body));
  if (!shop.success) return "its body is of another topic";
  return shop.data.toLowerCase() === shopDomain.toLowerCase() ? null : "its body is of another shop";
}
