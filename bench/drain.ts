import { parseArgs } from "node:util";
import { customeowSkus } from "../sandbox/catalogue.ts";
import { startChaosWorld } from "../tests/chaos/chaosWorld.ts";
import { walkBare } from "./drain/bareWalk.ts";
import { makeDesigns } from "./drain/designs.ts";
import { drain } from "./drain/drain.ts";
import { addShops, type DrainShop } from "./drain/shops.ts";
import { median } from "./median.ts";

/**
 * How many whole walks a second, from webhook to production file, one process with its worker carries, when neither the
 * quota nor CustoMeow holds it up: orders of many keys, and of one alone. Beside it, in the same run, a bare loop that
 * makes the same four calls for each order and inserts a row after each. Postgres and both stand-ins run on the same
 * machine.
 *
 * --orders 1500  in each round
 * --keys 200     shops, each with a key of its own
 * --rounds 3
 */
const { values } = parseArgs({
  options: {
    orders: { type: "string", default: "1500" },
    keys: { type: "string", default: "200" },
    rounds: { type: "string", default: "3" },
  },
});
const [orders, keys, rounds] = [Number(values.orders), Number(values.keys), Number(values.rounds)];
const LIFTED = { requests: 1_000_000, windowSeconds: 60 };

const seeds = Array.from({ length: keys }, (_, index) => ({
  apiKey: `drain-key-${index}`,
  storeId: String(179_639_630_700_000_000n + BigInt(index)),
  storeName: `Drain ${index}`,
  skus: customeowSkus,
}));
const world = await startChaosWorld({
  quota: LIFTED,
  taskSeconds: { least: 0, most: 0 },
  latencyMilliseconds: { least: 0, most: 0 },
  stores: seeds,
});
try {
  const shops = await addShops(world, seeds);
  const app = world.startServer(undefined, { WORKER_IN_SERVER: "true", LOG_LEVEL: "warn" });
  await world.untilHealthy();
  await drain(world, shops, 50);

  const walks: Record<string, number[]> = {};
  const note = (name: string, aSecond: number) => (walks[name] ??= []).push(aSecond);
  for (let round = 0; round < rounds; round += 1) {
    note(`${keys} keys`, await drain(world, shops, orders));
    note("one key", await drain(world, shops.slice(0, 1), orders));
    note("bare calls and inserts", await bareWalks(shops.slice(0, 1)));
  }
  const bare = median(walks["bare calls and inserts"] ?? []);
  for (const [name, measured] of Object.entries(walks)) {
    const aSecond = median(measured);
    process.stdout.write(
      `${name.padEnd(24)} ${aSecond.toFixed(1).padStart(7)} walks a second (median of ${rounds}), ${(aSecond / bare).toFixed(2)} of bare\n`,
    );
  }
  await app.stop();
} finally {
  await world.close();
}

async function bareWalks(of: readonly DrainShop[]): Promise<number> {
  const [shop] = of;
  if (shop === undefined) throw new Error("There is no shop.");
  const designs = await makeDesigns(world, [shop], orders);
  return walkBare(world, shop, designs);
}
