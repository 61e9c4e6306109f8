import { randomUUID } from "node:crypto";
import type pg from "pg";

/** As the load's webhooks name it. */
export const SHOP_DOMAIN = "bench-shop.myshopify.com";

/** Stores so many deliveries that were worked on, and as many orders, of the shop that the load's webhooks name. */
export async function fill(pool: pg.Pool, count: number): Promise<void> {
  const shopId = randomUUID();
  await pool.query(`INSERT INTO "Shop" (id, domain) VALUES ($1, $2)`, [shopId, SHOP_DOMAIN]);
  await pool.query(
    `INSERT INTO "Order" (id, "shopId", "platformOrderId", "platformOrderNo", "platformCreatedAt", "placedAt",
       "currencyCode", state)
     SELECT gen_random_uuid(), $1, (6000000000000 + n)::text, n::text, '2026-11-04T08:34:46-05:00',
       now() - n * interval '2 seconds', 'USD', 'ready'
     FROM generate_series(1, $2::int) AS n`,
    [shopId, count],
  );
  await pool.query(
    `INSERT INTO "WebhookDelivery" (id, source, "shopDomain", topic, "webhookId", "receivedAt", body, state)
     SELECT gen_random_uuid(), 'shopify', $1, 'orders/create', gen_random_uuid()::text,
       now() - n * interval '2 seconds', repeat('order ', 200), 'processed'
     FROM generate_series(1, $2::int) AS n`,
    [SHOP_DOMAIN, count],
  );
  await pool.query(`VACUUM ANALYZE`);
  await pool.query(`CHECKPOINT`);
}
