import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

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
  | { outcome: "forged" }
  /** Signed by Shopify, and yet not to be understood. */
  | { outcome: "malformed"; reason: string };

/** Far above any order with the fields that the app subscribes to. */
export const LARGEST_SHOPIFY_WEBHOOK_BYTES = 4 * 1024 * 1024;

/** Longer than any shop's domain, topic or delivery id, and short enough for an index. */
const LONGEST_HEADER = 255;

/** Checks a webhook by its headers and the bytes of its body. Costs microseconds: nothing is loaded, nobody is called. */
export type WebhookVerifier = (headers: IncomingHttpHeaders, body: Buffer) => WebhookVerification;

/**
 * For classic webhooks (HTTP, HMAC-SHA256 of the raw body in `X-Shopify-Hmac-Sha256`); decides as `webhooks.validate` of
 * Shopify's library does, which a test shows: https://shopify.dev/docs/apps/build/webhooks/subscribe/https
 * @param secrets the app's client secret, and, while it is being changed, the one before
 */
export function createWebhookVerifier(secrets: readonly string[]): WebhookVerifier {
  const keys = secrets.map((secret) => createSecretKey(secret, "utf8"));
  return (headers, body) => {
    const ofEvent = text(headers["shopify-hmac-sha256"]);
    const signature = ofEvent ?? text(headers["x-shopify-hmac-sha256"]);
    if (signature === null || !isSigned(body, signature, keys)) return { outcome: "forged" };
    if (ofEvent !== null)
      return malformed("it is one of Shopify's Events, which the app subscribes to none of");
    return read(headers, body);
  };
}

function isSigned(body: Buffer, signature: string, keys: readonly KeyObject[]): boolean {
  if (body.length === 0) return false;
  const given = Buffer.from(signature);
  return keys.some((key) => {
    const right = Buffer.from(createHmac("sha256", key).update(body).digest("base64"));
    return given.length === right.length && timingSafeEqual(given, right);
  });
}

function read(headers: IncomingHttpHeaders, body: Buffer): WebhookVerification {
  const topic = text(headers["x-shopify-topic"]);
  const shopDomain = text(headers["x-shopify-shop-domain"]);
  const webhookId = text(headers["x-shopify-webhook-id"]);
  const apiVersion = text(headers["x-shopify-api-version"]);
  if (topic === null || shopDomain === null || webhookId === null || apiVersion === null)
    return malformed("a header that every Shopify webhook has is missing");
  if ([topic, shopDomain, webhookId].some(({ length }) => length > LONGEST_HEADER))
    return malformed("a header is longer than Shopify's are");
  const json = body.toString("utf8");
  if (!isJson(json)) return malformed("the body is not JSON");

  const triggeredAt = new Date(text(headers["x-shopify-triggered-at"]) ?? Number.NaN);
  return {
    outcome: "verified",
    webhook: {
      shopDomain,
      topic,
      webhookId,
      triggeredAt: Number.isNaN(triggeredAt.getTime()) ? null : triggeredAt,
      body: json,
    },
  };
}

const malformed = (reason: string): WebhookVerification => ({ outcome: "malformed", reason });

/** An empty header says as much as none. */
const text = (header: string | string[] | undefined): string | null =>
  typeof header === "string" && header !== "" ? header : null;

function isJson(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}
