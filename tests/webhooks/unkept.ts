import type { Sql } from "../../app/database/sql.ts";
import sql from "sql-template-tag";

/** Of these deliveries, those that are not stored, or without exactly one job that works on them. */
export async function unkept(rows: Sql, webhookIds: string[]): Promise<string[]> {
  const found = await rows.rows<{ webhookId: string }>(sql`
    WITH job AS (
      SELECT data->'payload'->>'deliveryId' AS "deliveryId", count(*) AS count
      FROM pgboss.job WHERE data->>'job' = 'process-delivery' GROUP BY 1
    )
    SELECT "webhookId" FROM unnest(${webhookIds}::text[]) AS acknowledged("webhookId")
    LEFT JOIN "WebhookDelivery" AS delivery USING ("webhookId")
    LEFT JOIN job ON job."deliveryId" = delivery.id::text
    WHERE job.count IS DISTINCT FROM 1`);
  return found.map(({ webhookId }) => webhookId);
}
