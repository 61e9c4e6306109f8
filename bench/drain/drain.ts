import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Agent } from "undici";
import type { ChaosWorld } from "../../tests/chaos/chaosWorld.ts";
import { postWebhook } from "../../tests/webhooks/load.ts";
import { makeDesigns, SKU } from "./designs.ts";
import type { DrainShop } from "./shops.ts";

let nextOrder = 7_100_000_000_000;

/**
 * Has orders come in at once, in turn for each of the shops, and waits until every file is known.
 * @returns whole walks a second, from the first webhook to the last file
 */
export async function drain(world: ChaosWorld, shops: readonly DrainShop[], count: number): Promise<number> {
  const designs = await makeDesigns(world, shops, count);
  const readyBefore = await countReady(world);
  const app = new Agent({ connections: 16 });
  const client = app.compose(
    (dispatch) => (options, handler) =>
      dispatch({ ...options, origin: world.shop.app.applicationUrl }, handler),
  );
  const started = performance.now();
  const answers = await Promise.all(
    designs.map((design, index) => {
      const shop = shops[index % shops.length];
      const body = Buffer.from(JSON.stringify(orderBody(design)));
      const signature = createHmac("sha256", world.shop.app.clientSecret).update(body).digest("base64");
      return postWebhook(client, { body, signature }, shop?.domain ?? "", randomUUID());
    }),
  );
  if (answers.some((status) => status !== "200")) throw new Error("A webhook was not acknowledged.");
  while ((await countReady(world)) < readyBefore + count) await pause(100);
  const seconds = (performance.now() - started) / 1000;
  await app.close();
  return count / seconds;
}

async function countReady({ database }: ChaosWorld): Promise<number> {
  const [row] = await database.$queryRaw<[{ ready: bigint }]>`
    SELECT count(*) AS ready FROM "Order" WHERE "state" = 'ready'`;
  return Number(row.ready);
}

function orderBody(design: string): Record<string, unknown> {
  const id = (nextOrder += 1);
  const now = new Date().toISOString();
  return {
    id,
    name: `#${id % 100_000}`,
    created_at: now,
    updated_at: now,
    cancelled_at: null,
    currency: "USD",
    line_items: [
      {
        id: id * 10,
        product_id: 9_100_000_000_001,
        variant_id: 45_100_000_000_001,
        sku: SKU,
        title: "Personalised mug, white",
        variant_title: "White / 11 oz",
        quantity: 1,
        current_quantity: 1,
        price: "24.00",
        properties: [{ name: "_customInfoId", value: design }],
      },
    ],
  };
}
