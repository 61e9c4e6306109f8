/** One webhook on its way to one address, with everything that was tried. */
export interface Delivery {
  /** `X-Shopify-Webhook-Id`. Two deliveries share it when a fault duplicates a webhook. */
  webhookId: string;
  /** `X-Shopify-Event-Id`: what happened in the shop, however many webhooks tell of it. */
  eventId: string;
  topic: string;
  address: string;
  /** ISO 8601. */
  triggeredAt: string;
  /** The exact bytes that are signed and sent, on every attempt. */
  body: string;
  /** `waiting` for its first or next attempt; `lost` after the last one. */
  state: "waiting" | "delivered" | "lost" | "dropped";
  attempts: Attempt[];
}

export interface Attempt {
  at: string;
  /** HTTP status; null when there was no answer. */
  status: number | null;
  /** Why there was no answer. */
  error: string | null;
  durationMilliseconds: number;
}
