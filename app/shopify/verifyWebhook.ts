import { type Shopify as ShopifyApi, WebhookType } from "@shopify/shopify-api";

/** A webhook whose signature is Shopify's. */
export interface VerifiedWebhook {
  shopDomain: string;
  /** As in the header: `orders/create`. */
  topic: string;
  webhookId: string;
  triggeredAt: Date | null;
  /** JSON, as it came. */
  body: string;
}

export type WebhookVerification =
  | { outcome: "verified"; webhook: VerifiedWebhook }
  /** 401 */
  | { outcome: "forged" }
  /** 400 */
  | { outcome: "malformed"; reason: string }
  /** 413 */
  | { outcome: "too_large" };

/** Far above any order with the fields that we subscribe to. */
const LARGEST_BODY_BYTES = 4 * 1024 * 1024;

/**
 * Checks a classic webhook (HTTP, HMAC-SHA256 of the raw body in `X-Shopify-Hmac-Sha256`):
 * https://shopify.dev/docs/apps/build/webhooks/subscribe/https
 */
export async function verifyWebhook(
  request: Request,
  webhooks: ShopifyApi["webhooks"],
  readBody: (request: Request, mostBytes: number) => Promise<string | null>,
): Promise<WebhookVerification> {
  const rawBody = await readBody(request, LARGEST_BODY_BYTES);
  if (rawBody === null) return { outcome: "too_large" };

  const check = await webhooks.validate({ rawBody, rawRequest: request });
  if (!check.valid && check.reason === "missing_headers" && request.headers.has("x-shopify-hmac-sha256"))
    return { outcome: "malformed", reason: "a header that every Shopify webhook has is missing" };
  if (!check.valid) return { outcome: "forged" };
  if (check.webhookType !== WebhookType.Webhooks)
    return { outcome: "malformed", reason: "it is of Shopify's Events, which the app subscribes to none of" };
  if (!isJson(rawBody)) return { outcome: "malformed", reason: "the body is not JSON" };

  const triggered = new Date(request.headers.get("x-shopify-triggered-at") ?? Number.NaN);
  return {
    outcome: "verified",
    webhook: {
      shopDomain: check.domain,
      topic: request.headers.get("x-shopify-topic") ?? "",
      webhookId: check.webhookId,
      triggeredAt: Number.isNaN(triggered.getTime()) ? null : triggered,
      body: rawBody,
    },
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
