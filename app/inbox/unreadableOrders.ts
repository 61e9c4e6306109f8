import type { Database } from "../database/database.ts";
import { readFact } from "../facts/fact.ts";
import { type DeliveryOutcome, deliveryOutcomes } from "./deliveryOutcomes.ts";

/** An order that Shopify told of, and that the app could not read. */
export interface UnreadableOrder {
  deliveryId: string;
  receivedAt: Date;
  /** Why. */
  outcome: DeliveryOutcome;
}

const DAYS = 30;
const MOST_SHOWN = 5;

/** Nothing that was acknowledged goes unseen: what could not be read is shown to the merchant, the newest first. */
export async function readUnreadableOrders(
  database: Database,
  shopDomain: string,
): Promise<UnreadableOrder[]> {
  const deliveries = await database.webhookDelivery.findMany({
    where: {
      source: "shopify",
      shopDomain,
      topic: { startsWith: "orders/" },
      state: "failed",
      receivedAt: { gte: new Date(Date.now() - DAYS * 24 * 60 * 60 * 1000) },
    },
    orderBy: { receivedAt: "desc" },
    // Each later news of the same order fails for the same reason.
    distinct: ["outcome"],
    take: MOST_SHOWN,
    select: { id: true, receivedAt: true, outcome: true },
  });
  return deliveries.map(({ id, receivedAt, outcome }) => ({
    deliveryId: id,
    receivedAt,
    outcome: readFact(deliveryOutcomes, outcome),
  }));
}
