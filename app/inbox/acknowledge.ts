import type { Database } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { Log } from "../log/log.ts";
import type { WebhookVerification } from "../shopify/verifyWebhook.ts";
import { receiveDelivery } from "./receive.ts";

/**
 * What a webhook of Shopify's is answered: 200 once it is stored, 401 where its signature is wrong, 400 and 413
 * where it cannot be read. A 4xx makes Shopify try again, which is right: a proxy may have damaged it.
 */
export async function acknowledgeShopifyWebhook(
  services: { database: Database; jobs: JobQueue; log: Log },
  verification: WebhookVerification,
): Promise<200 | 400 | 401 | 413> {
  switch (verification.outcome) {
    case "too_large":
      return 413;
    case "forged":
      return 401;
    case "malformed":
      services.log.warn({ reason: verification.reason }, "a signed webhook could not be read");
      return 400;
    case "verified": {
      const received = await receiveDelivery(services, { source: "shopify", ...verification.webhook });
      const { shopDomain: shop, topic } = verification.webhook;
      services.log.info({ shop, topic, ...received }, "webhook received");
      return 200;
    }
  }
}
