import type { WebhookSource } from "@prisma/client";

/** A webhook whose sender was checked. */
export interface Delivery {
  source: WebhookSource;
  shopDomain: string;
  topic: string;
  /** The idempotency key of the delivery, of its sender's making. */
  webhookId: string;
  triggeredAt: Date | null;
  body: string;
}
