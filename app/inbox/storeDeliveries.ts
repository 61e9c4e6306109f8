import sql from "sql-template-tag";
import { v7 as newId } from "uuid";
import { keepStatement } from "../database/keptStatement.ts";
import type { Sql } from "../database/sql.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { Delivery } from "./delivery.ts";
import { keptBody } from "./keptBody.ts";

export type Stored = { outcome: "stored"; deliveryId: string } | { outcome: "duplicate" };

/**
 * Stores deliveries, each with the job that will work on it, in one statement and so in one commit; none of them where
 * it throws. Of the same delivery twice, among these or stored before, the second is a duplicate and changes nothing.
 * @returns what came of each, in their order
 */
export type StoreDeliveries = (deliveries: readonly Delivery[]) => Promise<Stored[]>;

export async function prepareStoreDeliveries(rows: Sql, jobs: JobQueue): Promise<StoreDeliveries> {
  const handIn = await jobs.insertionForEach(
    "process-delivery",
    sql`SELECT json_build_object('deliveryId', id, 'shopDomain', "shopDomain") AS payload FROM stored`,
  );
  // In one order everywhere: two statements that store the same deliveries must not wait for each other in a circle.
  const store = await keepStatement(
    rows,
    "store_deliveries",
    sql`
      WITH stored AS (
        INSERT INTO "WebhookDelivery" (id, source, "shopDomain", topic, "webhookId", "triggeredAt", body)
        SELECT id, source, "shopDomain", topic, "webhookId", "triggeredAt", body
        FROM json_populate_recordset(NULL::"WebhookDelivery", given)
        ORDER BY source, "shopDomain", topic, "webhookId", id
        ON CONFLICT (source, "shopDomain", topic, "webhookId") DO NOTHING
        RETURNING id, "shopDomain"
      ), jobs AS (${handIn})
      SELECT id FROM stored`,
  );

  return async (deliveries) => {
    const given = deliveries.map((delivery) => ({
      ...delivery,
      id: newId(),
      triggeredAt: storableInstant(delivery.triggeredAt),
      body: keptBody(delivery.topic, delivery.body),
    }));
    const inserted = await rows.rows<{ id: string }>(
      sql`SELECT id FROM ${store(JSON.stringify(given))} AS stored (id)`,
    );
    const ids = new Set(inserted.map(({ id }) => id));
    if (ids.size > 0) jobs.takeUp("process-delivery");
    return given.map(({ id }) =>
      ids.has(id) ? { outcome: "stored", deliveryId: id } : { outcome: "duplicate" },
    );
  };
}

/** Postgres and JavaScript do not agree on the far ends of time. */
function storableInstant(instant: Date | null): Date | null {
  const year = instant?.getUTCFullYear() ?? Number.NaN;
  return year >= 2000 && year < 3000 ? instant : null;
}
