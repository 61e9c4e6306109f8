import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { addVariants, longList, skuNumber } from "../world/longList.ts";
import { eventually } from "../world/testWorld.ts";
import { type ChaosWorld, startChaosWorld } from "./chaosWorld.ts";

/** So many that Shopify exports the variants; in eleven pages. */
const LENGTH = 1_050;
const PAGES = 11;

let world: ChaosWorld;

beforeAll(async () => {
  const skus = longList(LENGTH);
  world = await startChaosWorld({
    skus,
    prepareShop: (shop) => {
      addVariants(
        shop,
        skus.map(({ sku }) => sku),
      );
    },
  });
}, 180_000);
beforeEach(() => world.customeow("reset", {}));
afterAll(() => world.close(), 60_000);

async function askedPages(): Promise<number[]> {
  const { requests } = (await world.customeow("state")) as { requests: { endpoint: string; path: string }[] };
  return requests
    .filter(({ endpoint }) => endpoint === "skus")
    .map(({ path }) => Number(new URL(path, world.customeowUrl).searchParams.get("page")));
}

/** A SKU is not made any more, and every variant has another title. */
async function changeSkuAndTitles(round: number): Promise<void> {
  const store = { storeId: world.account.storeId };
  await world.customeow("skus", { ...store, sku: skuNumber(round), integratedStatus: 4 });
  for (const variant of world.shop.products.flatMap(({ variants }) => variants))
    variant.title = `Round ${round}`;
}

const pages = Array.from({ length: PAGES }, (_, index) => index + 1);

it.each([
  ["when a page has come and is not committed", "after GET /v1/skus#4", [...pages, 4]],
  ["after a page was committed", "after commit of CustomeowSku, SkuSync, SkuSyncPart#4", pages],
  ["when Shopify exports and its answer is not committed", "before commit of SkuSync#3", pages],
  ["in the middle of the variants", "after commit of MatchedVariant, SkuSync, SkuSyncPart#1", pages],
])(
  "goes on where its process was killed %s",
  async (_, point, expectedPages) => {
    const round = world.adminApi.bulk.list().length;
    const exportsBefore = world.adminApi.bulk.list().length;
    await changeSkuAndTitles(round);
    const server = world.startServer();
    const worker = world.startWorker(point);
    try {
      await world.untilHealthy();
      await world.syncSkus();
      const sync = await eventually("the sync is over", () =>
        world.database.skuSync
          .findFirst({ where: { state: { not: "running" } }, orderBy: { startedAt: "desc" } })
          .then(async (last) => {
            const running = await world.database.skuSync.count({ where: { state: "running" } });
            return running === 0 ? last : null;
          }),
      );
      expect(worker.crashes()).toBe(1);
      expect(sync).toMatchObject({ state: "succeeded", skuCount: LENGTH, matchedCount: LENGTH });
    } finally {
      await Promise.all([server.stop(), worker.stop()]);
    }
    expect((await askedPages()).toSorted((one, other) => one - other)).toEqual(
      expectedPages.toSorted((one, other) => one - other),
    );
    expect(world.adminApi.bulk.list().length - exportsBefore).toBe(1);
    const changed = await world.database.customeowSku.findFirst({ where: { sku: skuNumber(round) } });
    expect(changed?.integratedStatus).toBe("removed");
    const titles = await world.database.matchedVariant.groupBy({ by: ["variantTitle"], _count: true });
    expect(titles).toEqual([{ variantTitle: `Round ${round}`, _count: LENGTH }]);
  },
  120_000,
);
