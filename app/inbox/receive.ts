import type { WebhookSource } from "@prisma/client";
import type { Database } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { keptBody } from "./keptBody.ts";

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

/**
 * Stores a delivery and the job that will work on it. Invariant: once this resolves, the delivery is committed, so
 * it may be acknowledged. The same delivery again changes nothing.
 */
export async function receiveDelivery(
  services: { database: Database; jobs: JobQueue },
  delivery: Delivery,
): Promise<{ outcome: "stored"; deliveryId: string } | { outcome: "duplicate" }> {
  return services.database.$transaction(async (transaction) => {
    const [stored] = await transaction.webhookDelivery.createManyAndReturn({
      data: [{ ...delivery, body: keptBody(delivery.topic, delivery.body) }],
      skipDuplicates: true,
      select: { id: true },
    });
    if (stored === undefined) return { outcome: "duplicate" };
    await services.jobs.enqueue(transaction, "process-delivery", {
      deliveryId: stored.id,
      shopDomain: delivery.shopDomain,
    });
    return { outcome: "stored", deliveryId: stored.id };
  });
}
