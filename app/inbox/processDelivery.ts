import type { WebhookDelivery } from "@prisma/client";
import type { Transaction } from "../database/database.ts";
import type { JobHandler } from "../jobs/work.ts";
import { processCustomeowDelivery } from "./processCustomeowDelivery.ts";
import { processShopifyDelivery } from "./processShopifyDelivery.ts";
import type { InboxServices, Processed } from "./processed.ts";

/** Works out what a stored delivery means, and notes what came of it. */
export function processDeliveryHandler(services: InboxServices): JobHandler<"process-delivery"> {
  return async ({ deliveryId }, log) => {
    const delivery = await services.database.webhookDelivery.findUnique({ where: { id: deliveryId } });
    if (delivery?.state !== "received") return;
    const { shopDomain: shop, topic } = delivery;
    const processed = await process(services, delivery);
    log.info({ shop, topic, deliveryId, ...processed }, "webhook processed");
  };
}

/** Shopify's deliveries change rows in one transaction with their outcome; CustoMeow's are read back first. */
async function process(services: InboxServices, delivery: WebhookDelivery): Promise<Processed> {
  if (delivery.source === "shopify")
    return services.database.$transaction(async (transaction) => {
      const processed = await processShopifyDelivery(services, transaction, delivery);
      await noteOutcome(transaction, delivery.id, processed);
      return processed;
    });
  const processed = await processCustomeowDelivery(services, delivery);
  await noteOutcome(services.database, delivery.id, processed);
  return processed;
}

async function noteOutcome(
  rows: Pick<Transaction, "webhookDelivery">,
  id: string,
  { state, outcome, forgetsBody }: Processed,
): Promise<void> {
  await rows.webhookDelivery.update({
    where: { id },
    data: { state, outcome, processedAt: new Date(), ...(forgetsBody ? { body: "" } : {}) },
  });
}
