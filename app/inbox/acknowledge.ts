import type { IncomingHttpHeaders } from "node:http";
import type { WebhookVerifier } from "../shopify/verifyWebhook.ts";
import { contradictionIn } from "../shopify/webhookClaims.ts";
import type { Inbox, Received } from "./inbox.ts";

/** What a webhook is answered, and what the log tells of it. */
export interface Acknowledgement {
  status: 200 | 400 | 401 | 404 | 429 | 503;
  facts: Record<string, unknown>;
  /** With 429. */
  comeAgainSeconds?: number;
}

/**
 * Takes a webhook of Shopify's: 200 once it is stored, 401 where its signature is wrong, 400 where it cannot be read or
 * is not what it claims to be, 503 where too much waits to be stored. Shopify tries again whatever is not 200, which is right: a proxy may have
 * damaged it.
 */
export async function acknowledgeShopifyWebhook(
  services: { inbox: Inbox; shopify: { verifyWebhook: WebhookVerifier } },
  topicsOfAddress: readonly string[],
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<Acknowledgement> {
  const verification = services.shopify.verifyWebhook(headers, body);
  switch (verification.outcome) {
    case "forged":
      return { status: 401, facts: verification };
    case "malformed":
      return { status: 400, facts: verification };
    case "verified": {
      const { shopDomain: shop, topic } = verification.webhook;
      const reason = contradictionIn(verification.webhook, topicsOfAddress);
      if (reason !== null) return { status: 400, facts: { shop, topic, outcome: "contradictory", reason } };
      const received = await services.inbox.receive({ source: "shopify", ...verification.webhook });
      return { status: statusOf(received), facts: { shop, topic, ...received } };
    }
  }
}

export const statusOf = ({ outcome }: Received): 200 | 503 => (outcome === "full" ? 503 : 200);
