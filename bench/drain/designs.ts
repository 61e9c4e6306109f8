import { setTimeout as pause } from "node:timers/promises";
import type { ChaosWorld } from "../../tests/chaos/chaosWorld.ts";
import type { DrainShop } from "./shops.ts";

export const SKU = "MUG-WHITE-11";

const AT_ONCE = 20;

/** Designs made before it is measured, in turn for each of the shops. @returns their ids */
export async function makeDesigns(
  world: ChaosWorld,
  shops: readonly DrainShop[],
  count: number,
): Promise<string[]> {
  const designs: string[] = [];
  for (let made = 0; made < count; made += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - made) }, async (_, index) => {
      const storeId = shops[(made + index) % shops.length]?.storeId;
      const body = { storeId, sku: SKU, texts: ["Drain"] };
      const { customInfoId } = (await world.customeow("designs", body)) as { customInfoId: string };
      return customInfoId;
    });
    designs.push(...(await Promise.all(some)));
  }
  await pause(500);
  return designs;
}
