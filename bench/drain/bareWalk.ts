import sql from "sql-template-tag";
import { createCustomeowClient, type CustomeowClient } from "../../app/customeow/client.ts";
import { customInfoId } from "../../app/customeow/ids.ts";
import { openPool } from "../../app/database/pool.ts";
import { createSql, type SqlPool } from "../../app/database/sql.ts";
import type { ChaosWorld } from "../../tests/chaos/chaosWorld.ts";
import { SKU } from "./designs.ts";
import type { DrainShop } from "./shops.ts";

const AT_ONCE = 50;

let nextOrder = 8_100_000_000_000;

/** Makes the four calls of each order and inserts a row after each, with nothing that a crash would need. */
export async function walkBare(
  world: ChaosWorld,
  shop: DrainShop,
  designs: readonly string[],
): Promise<number> {
  const pool = openPool(world.databaseUrl, { connections: 10 });
  const rows = createSql(pool);
  const client = createCustomeowClient({ baseUrl: `${world.customeowUrl}/v1`, apiKey: shop.apiKey });
  await rows.rows(sql`CREATE TABLE IF NOT EXISTS bare_walk (what text)`);
  const waiting = [...designs];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let design = waiting.pop(); design !== undefined; design = waiting.pop())
        await walk(client, rows, shop, design);
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await pool.end();
  return designs.length / seconds;
}

async function walk(client: CustomeowClient, rows: SqlPool, shop: DrainShop, design: string): Promise<void> {
  const note = (what: string) => rows.rows(sql`INSERT INTO bare_walk VALUES (${what})`);
  const id = (nextOrder += 1);
  const info = customInfoId.parse(design);
  await note("received");
  const created = await client.createOrder({
    storeId: shop.storeId,
    platformOrderId: String(id),
    platformOrderNo: String(id),
    platformCreatedAt: new Date().toISOString(),
    currencyCode: "USD",
    lineItems: [
      {
        sku: SKU,
        customInfoId: info,
        platformItemId: `${id}0`,
        platformProductId: "1",
        platformProductTitle: "Mug",
        platformVariantTitle: "White",
        platformVariantId: "2",
        platformProductImage: "",
        quantity: 1,
        price: "24.00",
      },
    ],
  });
  await note(created.ok ? "created" : created.failure.message);
  const templates = await client.templates(info);
  const compositeId = templates.ok ? templates.value[0]?.compositeId : undefined;
  if (compositeId === undefined) throw new Error("The design has no template.");
  await note("listed");
  const started = await client.startCompositeTask({ customInfoId: info, compositeId });
  if (!started.ok) throw new Error(started.failure.message);
  await note("started");
  const read = await client.compositeTask(started.value);
  await note(read.ok ? read.value.status : read.failure.message);
}
