import { readTogether } from "../database/readTogether.ts";
import type { JobHandler } from "../jobs/work.ts";
import { processCustomeowDelivery } from "./processCustomeowDelivery.ts";
import { isOrderTopic, processOrderDelivery } from "./processOrderDelivery.ts";
import { processShopifyDelivery, readInstallation } from "./processShopifyDelivery.ts";
import { type InboxServices, notingOutcome, ofUnknownShop, type Processed } from "./processed.ts";
import { readDeliveries, type ReadDelivery } from "./readDeliveries.ts";

/** Works out what a stored delivery means, and notes what came of it. */
export function processDeliveryHandler(services: InboxServices): JobHandler<"process-delivery"> {
  const read = readTogether((ids: readonly string[]) => readDeliveries(services.sql, ids));
  return async ({ deliveryId }, log) => {
    const found = await read(deliveryId);
    if (found?.delivery.state !== "received") return;
    const { shopDomain: shop, topic } = found.delivery;
    const processed = await process(services, found);
    log.info({ shop, topic, deliveryId, ...processed }, "webhook processed");
  };
}

/** What a delivery of Shopify's changes is committed with its outcome; what was read back is read before. */
async function process(services: InboxServices, { delivery, shop }: ReadDelivery): Promise<Processed> {
  const { id, source, topic } = delivery;
  if (source === "shopify" && isOrderTopic(topic) && shop !== null)
    return processOrderDelivery(services, shop, delivery);
  if (source === "shopify") {
    const installation = await readInstallation(services, delivery, shop !== null);
    return services.database.$transaction(async (transaction) => {
      const processed = await processShopifyDelivery(services, transaction, delivery, installation);
      const { text, values } = notingOutcome(id, processed);
      await transaction.$executeRawUnsafe(text, ...values);
      return processed;
    });
  }
  const processed = shop === null ? ofUnknownShop : await processCustomeowDelivery(services, shop, delivery);
  await services.sql.rows(notingOutcome(id, processed));
  return processed;
}
