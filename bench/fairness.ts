import { createHmac, randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { Agent } from "undici";
import { customeowSkus } from "../sandbox/catalogue.ts";
import { startChaosWorld } from "../tests/chaos/chaosWorld.ts";
import { postWebhook } from "../tests/webhooks/load.ts";
import { drain } from "./drain/drain.ts";
import { addShops, type DrainShop } from "./drain/shops.ts";
import { median } from "./median.ts";

/**
 * How long one order of a shop takes from its webhook to its file while its own quota is idle, and how long while other
 * shops flood the same process: thousands of orders with designs that CustoMeow does not know, one of them with 500
 * items, and as many deliveries that concern nobody. CustoMeow's quota is the real one, for each of them.
 *
 * --deliveries 10000   of the flood, half of them orders with junk designs
 * --shops 20           that flood
 * --orders 8           that are measured each way
 */
const { values } = parseArgs({
  options: {
    deliveries: { type: "string", default: "10000" },
    shops: { type: "string", default: "20" },
    orders: { type: "string", default: "8" },
  },
});
const [deliveries, floodingShops, orders] = [
  Number(values.deliveries),
  Number(values.shops),
  Number(values.orders),
];
const seeds = Array.from({ length: floodingShops + 1 }, (_, index) => ({
  apiKey: `fair-key-${index}`,
  storeId: String(179_639_630_700_000_000n + BigInt(index)),
  storeName: `Fair ${index}`,
  skus: customeowSkus,
}));
const world = await startChaosWorld({
  quota: { requests: 60, windowSeconds: 60 },
  taskSeconds: { least: 0, most: 0 },
  latencyMilliseconds: { least: 0, most: 0 },
  stores: seeds,
});
try {
  const [quiet, ...flooding] = await addShops(world, seeds);
  if (quiet === undefined) throw new Error("There is no shop.");
  const app = world.startServer(undefined, { WORKER_IN_SERVER: "true", LOG_LEVEL: "warn" });
  await world.untilHealthy();
  await drain(world, [quiet], 1);

  const alone = await measure(quiet);
  const flood = floodFrom(flooding);
  const beside = await measure(quiet);
  const waiting = await world.database.$queryRaw<[{ count: bigint }]>`
    SELECT count(*) FROM pgboss.job WHERE state IN ('created', 'retry', 'active')`;
  await flood;
  const say = (name: string, seconds: number[]) => {
    process.stdout.write(
      `${name.padEnd(24)} ${median(seconds).toFixed(2)} s (median of ${seconds.length}), ${Math.max(...seconds).toFixed(2)} s at the longest\n`,
    );
  };
  say("alone", alone);
  say("beside the flood", beside);
  process.stdout.write(
    `ratio of medians         ${(median(beside) / median(alone)).toFixed(2)}\n` +
      `jobs of the flood that still waited at the end: ${waiting[0].count}\n`,
  );
  await app.stop();
} finally {
  await world.close();
}

/** @returns seconds of each order, one after the other */
async function measure(shop: DrainShop): Promise<number[]> {
  const seconds: number[] = [];
  for (let order = 0; order < orders; order += 1) seconds.push(1 / (await drain(world, [shop], 1)));
  return seconds;
}

async function floodFrom(shops: readonly DrainShop[]): Promise<void> {
  const agent = new Agent({ connections: 32 });
  const client = agent.compose(
    (dispatch) => (options, handler) =>
      dispatch({ ...options, origin: world.shop.app.applicationUrl }, handler),
  );
  const numbers = Array.from({ length: deliveries }, (_, number) => number);
  await Promise.all(
    numbers.map(async (number) => {
      const body = Buffer.from(JSON.stringify(junkOrder(number)));
      const signature = createHmac("sha256", world.shop.app.clientSecret).update(body).digest("base64");
      await postWebhook(
        client,
        { body, signature },
        shops[number % shops.length]?.domain ?? "",
        randomUUID(),
      );
    }),
  );
  await agent.close();
}

/** Every other one has nothing for CustoMeow, the first has 500 items. */
function junkOrder(number: number): Record<string, unknown> {
  const id = 8_100_000_000_000 + number;
  const now = new Date().toISOString();
  const isForCustomeow = number % 2 === 0;
  return {
    id,
    name: `#${number}`,
    created_at: now,
    updated_at: now,
    cancelled_at: null,
    currency: "USD",
    line_items: Array.from({ length: number === 0 ? 500 : 1 }, (_, line) => ({
      id: id * 1000 + line,
      product_id: 1,
      variant_id: 2,
      sku: isForCustomeow ? "MUG-WHITE-11" : "POSTER-A2",
      title: "Junk",
      variant_title: "",
      quantity: 1,
      current_quantity: 1,
      price: "1.00",
      properties: isForCustomeow
        ? [{ name: "_customInfoId", value: String(99_000_000 + number * 1000 + line) }]
        : [],
    })),
  };
}
