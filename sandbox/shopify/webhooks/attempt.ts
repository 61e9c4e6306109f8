import { createHmac } from "node:crypto";
import { Agent, fetch } from "undici";
import type { Shop } from "../shop/shop.ts";
import type { Attempt, Delivery } from "./delivery.ts";

/** Source: shopify.dev, "Deliver webhooks through HTTPS": one second to connect, five in all. */
const CONNECT_WITHIN_MILLISECONDS = 1_000;
const ANSWER_WITHIN_MILLISECONDS = 5_000;

export type SendAttempt = (delivery: Delivery, closing: AbortSignal) => Promise<Attempt>;

/** Sends signed webhooks of a shop. Never rejects: what went wrong is in the attempt. */
export function createAttempts(shop: Shop): { send: SendAttempt; close(): Promise<void> } {
  const agent = new Agent({ connect: { timeout: CONNECT_WITHIN_MILLISECONDS } });
  const send: SendAttempt = async (delivery, closing) => {
    const started = Date.now();
    const at = new Date(started).toISOString();
    const outcome = await post(agent, shop, delivery, closing);
    return { at, ...outcome, durationMilliseconds: Date.now() - started };
  };
  return { send, close: () => agent.destroy() };
}

/** Whether Shopify takes the webhook as delivered. A redirect is a failure too. */
export function succeeded({ status }: Attempt): boolean {
  return status !== null && status >= 200 && status < 300;
}

async function post(
  dispatcher: Agent,
  shop: Shop,
  delivery: Delivery,
  closing: AbortSignal,
): Promise<Pick<Attempt, "status" | "error">> {
  try {
    const answer = await fetch(delivery.address, {
      method: "POST",
      headers: headers(shop, delivery),
      body: delivery.body,
      redirect: "manual",
      signal: AbortSignal.any([closing, AbortSignal.timeout(ANSWER_WITHIN_MILLISECONDS)]),
      dispatcher,
    });
    await answer.body?.cancel();
    return { status: answer.status, error: null };
  } catch (error) {
    return { status: null, error: reason(error) };
  }
}

function headers({ app, domain }: Shop, delivery: Delivery): Record<string, string> {
  return {
    "content-type": "application/json",
    "user-agent": "Shopify-Captain-Hook",
    "x-shopify-topic": delivery.topic,
    "x-shopify-hmac-sha256": createHmac("sha256", app.clientSecret).update(delivery.body).digest("base64"),
    "x-shopify-shop-domain": domain,
    "x-shopify-api-version": app.webhookApiVersion,
    "x-shopify-webhook-id": delivery.webhookId,
    "x-shopify-event-id": delivery.eventId,
    "x-shopify-triggered-at": delivery.triggeredAt,
  };
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "No answer within 5 seconds.";
  return error.cause instanceof Error ? error.cause.message : error.message;
}
