import { createHmac, timingSafeEqual } from "node:crypto";
import type { AddressInfo } from "node:net";
import express from "express";
import { openPool } from "../../app/database/pool.ts";

/**
 * The bare alternative, in a process of its own: an Express route that checks the same signature over the raw body and
 * makes one durable INSERT through `pg` for each webhook. It knows no jobs, no limits and no log. Tells its parent its
 * port.
 */
const { BENCH_DATABASE_URL: databaseUrl = "", BENCH_SECRET: secret = "" } = process.env;
const pool = openPool(databaseUrl, { connections: 20 });
await pool.query(`
  CREATE TABLE IF NOT EXISTS bare_delivery (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    shop text NOT NULL,
    topic text NOT NULL,
    webhook_id text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    body text NOT NULL,
    UNIQUE (shop, topic, webhook_id)
  )`);

const app = express();
app.disable("x-powered-by");
app.post("/webhooks/orders/create", express.raw({ type: "*/*", limit: "4mb" }), (request, response) => {
  const body = request.body as Buffer;
  const given = Buffer.from(request.get("x-shopify-hmac-sha256") ?? "", "base64");
  const right = createHmac("sha256", secret).update(body).digest();
  if (given.length !== right.length || !timingSafeEqual(given, right)) {
    response.sendStatus(401);
    return;
  }
  const values = ["x-shopify-shop-domain", "x-shopify-topic", "x-shopify-webhook-id"].map((name) =>
    request.get(name),
  );
  pool
    .query(
      `INSERT INTO bare_delivery (shop, topic, webhook_id, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [...values, body.toString("utf8")],
    )
    .then(
      () => response.status(200).end(),
      () => response.sendStatus(500),
    );
});
const server = app.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
