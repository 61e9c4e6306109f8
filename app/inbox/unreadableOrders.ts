import sql from "sql-template-tag";
import type { Sql } from "../database/sql.ts";
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
/** Should every delivery fail, the page does not read them all. */
const MOST_LOOKED_AT = 500;

/** Nothing that was acknowledged goes unseen: what could not be read is shown to the merchant, the newest first. */
export async function readUnreadableOrders(connection: Sql, shopDomain: string): Promise<UnreadableOrder[]> {
  const deliveries = await connection.rows<{ id: string; receivedAt: Date; outcome: unknown }>(sql`
    SELECT "id", "receivedAt", "outcome"
    FROM (
      -- Each later news of the same order fails for the same reason.
      SELECT DISTINCT ON ("outcome") "id", "receivedAt", "outcome"
      FROM (
        SELECT "id", "receivedAt", "outcome" FROM "WebhookDelivery"
        WHERE "shopDomain" = ${shopDomain} AND "state" = 'failed' AND "source" = 'shopify'
          AND starts_with("topic", 'orders/') AND "receivedAt" > now() - ${DAYS} * interval '1 day'
        ORDER BY "receivedAt" DESC LIMIT ${MOST_LOOKED_AT}
      ) AS newest
      ORDER BY "outcome", "receivedAt" DESC
    ) AS different
    ORDER BY "receivedAt" DESC LIMIT ${MOST_SHOWN}`);
  return deliveries.map(({ id, receivedAt, outcome }) => ({
    deliveryId: id,
    receivedAt,
    outcome: readFact(deliveryOutcomes, outcome),
  }));
}
