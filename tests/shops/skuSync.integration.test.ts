import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectStore } from "../../app/connection/connect.ts";
import { PostponedError } from "../../app/jobs/postponed.ts";
import { addVariants, longList, skuNumber } from "../world/longList.ts";
import { API_KEY, MUGS, POSTERS, type ShopsWorld, startShopsWorld } from "./shopsWorld.ts";

/** More than are searched for, so that Shopify exports the variants; in twelve pages and a bit. */
const LENGTH = 1_234;
const PAGES = 13;

let world: ShopsWorld;

beforeAll(async () => {
  world = await startShopsWorld(longList(LENGTH));
  addVariants(
    world.shop,
    longList(LENGTH).map(({ sku }) => sku),
  );
}, 120_000);
beforeEach(async () => {
  await world.startOver();
  world.adminApi.bulk.settings.milliseconds = 0;
  await connectStore(world.services, world.shopId, { apiKey: API_KEY, storeId: MUGS });
  await world.takeJobs();
  await world.customeow("reset", {});
  world.adminApi.faults.clear();
});
afterEach(() => {
  world.adminApi.bulk.settings.concurrent = 5;
});
afterAll(() => world.close());

const pagesFrom = (first: number, last = PAGES) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
const exports = () => world.adminApi.bulk.list().length;
const setSku = (sku: string, integratedStatus: number) =>
  world.customeow("skus", { storeId: MUGS, sku, integratedStatus });

/** Runs the job until it does not ask to be run again, as the queue does, but at once. */
async function syncToTheEnd(): Promise<void> {
  for (let runs = 0; runs < 50; runs += 1)
    try {
      await world.syncSkus();
      return;
    } catch (error) {
      if (!(error instanceof PostponedError)) throw error;
    }
  throw new Error("The sync comes to no end.");
}

/** Where in the table each row is: a row that is written anew is elsewhere. */
async function places(): Promise<Map<string, string>> {
  const rows = await world.database.$queryRaw<{ row: string; place: string }[]>`
    SELECT 'sku ' || "customeowSkuId" AS row, xmin::text || ' ' || ctid::text AS place FROM "CustomeowSku"
    UNION ALL
    SELECT 'variant ' || "variantId", xmin::text || ' ' || ctid::text FROM "MatchedVariant"`;
  return new Map(rows.map(({ row, place }) => [row, place]));
}

describe("CustoMeow's list", () => {
  it("is read once, and matched letter by letter with the variants that Shopify exports", async () => {
    await syncToTheEnd();
    expect(await world.askedPages()).toEqual(pagesFrom(1));
    expect(await world.lastSync()).toMatchObject({
      state: "succeeded",
      skuCount: LENGTH,
      matchedCount: LENGTH,
    });
    const matched = await world.database.matchedVariant.findMany({ select: { sku: true } });
    expect(matched.map(({ sku }) => sku).toSorted()).toEqual(longList(LENGTH).map(({ sku }) => sku));
    expect(await world.takeJobs()).toEqual(["publish-storefront"]);
  });

  it("is read on where the process stopped, and no page is asked for that had come", async () => {
    await expect(world.syncSkus(stopAtPage(6))).rejects.toThrow("stopped");
    expect(await world.lastSync()).toMatchObject({ state: "running", step: "list_skus" });
    await syncToTheEnd();
    expect(await world.askedPages()).toEqual(pagesFrom(1));
    expect(await world.lastSync()).toMatchObject({ state: "succeeded", skuCount: LENGTH });
  });

  it("is looked back at by one page where it shrank, and every SKU that is left is found", async () => {
    const gone = skuNumber(3);
    const deleteOne = afterPage(5, () => world.customeow("skus", { storeId: MUGS, sku: gone }, "DELETE"));
    await world.syncSkus(deleteOne).catch(() => undefined);
    await syncToTheEnd();
    expect(await world.askedPages()).toEqual([...pagesFrom(1, 6), 5, ...pagesFrom(7)]);
    const kept = new Set(await world.keptSkus());
    for (const { sku } of longList(LENGTH)) expect(kept.has(sku) || sku === gone, sku).toBe(true);

    await world.askForSync();
    await syncToTheEnd();
    expect(await world.keptSkus()).not.toContain(gone);
    await setSku(gone, 3);
  });

  it("is asked for each page once, however many work on it", async () => {
    await Promise.allSettled(Array.from({ length: 5 }, () => syncToTheEnd()));
    await syncToTheEnd();
    expect((await world.askedPages()).toSorted((one, other) => one - other)).toEqual(pagesFrom(1));
    expect(await world.lastSync()).toMatchObject({ state: "succeeded", skuCount: LENGTH });
  });

  it("takes no SKU off another store's shop", async () => {
    const connectOther = afterPage(4, async () => {
      await connectStore(world.services, world.shopId, { apiKey: API_KEY, storeId: POSTERS });
    });
    await world.syncSkus(connectOther).catch(() => undefined);
    await syncToTheEnd();
    expect(await world.keptSkus()).toEqual(["PLAIN-2"]);
    expect((await world.database.matchedVariant.findMany()).map(({ sku }) => sku)).toEqual(["PLAIN-2"]);
  });
});

describe("what is written", () => {
  it("is nothing where nothing changed, and the storefront is not told", async () => {
    await syncToTheEnd();
    await world.takeJobs();
    const before = await places();
    await world.askForSync();
    await world.takeJobs();
    await syncToTheEnd();
    expect(await places()).toEqual(before);
    expect(await world.takeJobs()).toEqual([]);
    expect(await world.database.skuSyncPart.count()).toBe(0);
  });

  it("is what changed, and the storefront is told where it shows it", async () => {
    await syncToTheEnd();
    await world.takeJobs();
    const before = await places();
    // Of two SKUs the first was personalised; a variant has another title, and another is gone.
    await setSku(skuNumber(0), 4);
    const variants = world.shop.products.flatMap((product) => product.variants);
    const [renamed, removed] = [skuNumber(10), skuNumber(20)].map((sku) =>
      variants.find((variant) => variant.sku === sku),
    );
    if (!renamed || !removed) throw new Error("The shop has no such variants.");
    renamed.title = "Another title";
    removed.sku = "no longer";

    await world.askForSync();
    await world.takeJobs();
    await syncToTheEnd();
    const after = await places();
    const rewritten = [...before].filter(([row, place]) => after.get(row) !== place).map(([row]) => row);
    const { customeowSkuId } = await world.database.customeowSku.findFirstOrThrow({
      where: { sku: skuNumber(0) },
    });
    expect(rewritten.toSorted()).toEqual(
      [`sku ${customeowSkuId}`, `variant ${renamed.id}`, `variant ${removed.id}`].toSorted(),
    );
    expect(after.has(`variant ${removed.id}`)).toBe(false);
    expect(await world.takeJobs()).toEqual(["publish-storefront"]);
    removed.sku = skuNumber(20);
    await setSku(skuNumber(0), 3);
  });

  it("is no news for the storefront where only a title changed", async () => {
    await syncToTheEnd();
    await world.takeJobs();
    const [variant] = world.shop.products.at(-20)?.variants ?? [];
    if (variant) variant.title = "A better title";
    await world.askForSync();
    await world.takeJobs();
    await syncToTheEnd();
    expect(await world.takeJobs()).toEqual([]);
  });
});

describe("the shop's variants", () => {
  it("are exported while CustoMeow's list is still being read", async () => {
    const before = exports();
    await expect(world.syncSkus(stopAtPage(3))).rejects.toThrow("stopped");
    expect(exports() - before).toBe(1);
    await syncToTheEnd();
    expect(exports() - before).toBe(1);
  });

  it("are searched for where there are few SKUs, without an export", async () => {
    const before = exports();
    await connectStore(world.services, world.shopId, { apiKey: API_KEY, storeId: POSTERS });
    await syncToTheEnd();
    expect(exports()).toBe(before);
    expect(await world.lastSync()).toMatchObject({ state: "succeeded", matchedCount: 1 });
  });

  it("are waited for without holding the job's place", async () => {
    world.adminApi.bulk.settings.milliseconds = 60_000;
    await expect(world.syncSkus()).rejects.toThrow(PostponedError);
    expect(await world.lastSync()).toMatchObject({ state: "running", step: "find_variants" });
  });

  it("are not exported twice where the answer to the first request was lost", async () => {
    const before = exports();
    await world.syncSkus(stopAtPage(2)).catch(() => undefined);
    await world.database.skuSync.updateMany({ data: { exportId: null } });
    await syncToTheEnd();
    expect(exports() - before).toBe(1);
    expect(await world.lastSync()).toMatchObject({ state: "succeeded", matchedCount: LENGTH });
  });

  it("are read on where the download broke off, from the same export", async () => {
    const before = exports();
    world.adminApi.faults.arm({ fault: "reset-after", endpoint: "download", status: 503, times: 2 });
    await expect(syncToTheEnd()).rejects.toThrow();
    expect(await world.lastSync()).toMatchObject({ state: "running", failure: { code: "no_variants" } });
    await expect(syncToTheEnd()).rejects.toThrow();
    await syncToTheEnd();
    expect(exports() - before).toBe(1);
    expect(await world.lastSync()).toMatchObject({
      state: "succeeded",
      matchedCount: LENGTH,
      failure: null,
    });
  });

  it("are exported again where the file is gone", async () => {
    const before = exports();
    world.adminApi.faults.arm({ fault: "status", endpoint: "download", status: 503, times: 1 });
    await expect(syncToTheEnd()).rejects.toThrow();
    world.adminApi.bulk.expireUrls();
    await syncToTheEnd();
    expect(exports() - before).toBe(2);
    expect(await world.lastSync()).toMatchObject({ state: "succeeded", matchedCount: LENGTH });
  });

  it("are exported when Shopify has a place again", async () => {
    world.adminApi.bulk.settings.concurrent = 0;
    await expect(world.syncSkus()).rejects.toThrow("other bulk operations");
    world.adminApi.bulk.settings.concurrent = 5;
    await syncToTheEnd();
    expect(await world.lastSync()).toMatchObject({ state: "succeeded", matchedCount: LENGTH });
  });

  it("are searched for where Shopify's exports come to nothing", async () => {
    world.adminApi.bulk.arm("TIMEOUT", "CANCELED", "INTERNAL_SERVER_ERROR");
    await syncToTheEnd();
    expect(await world.lastSync()).toMatchObject({ state: "succeeded", matchedCount: LENGTH });
  }, 120_000);

  it("end the sync with a reason where Shopify denies them", async () => {
    world.shop.installation.scopes = ["read_orders"];
    await syncToTheEnd();
    expect(await world.lastSync()).toMatchObject({ state: "failed", failure: { code: "variants_denied" } });
    // What CustoMeow said of its SKUs holds all the same.
    expect(await world.keptSkus()).toHaveLength(LENGTH);
    world.shop.installation.scopes = ["read_orders", "write_products"];
  });
});

/** A process that dies when it is to ask for this page. */
function stopAtPage(page: number) {
  return watchingPages((asked) =>
    asked === page ? Promise.reject(new Error("stopped")) : Promise.resolve(),
  );
}

function afterPage(page: number, act: () => Promise<void>) {
  let isDone = false;
  return watchingPages(async (asked) => {
    if (asked !== page + 1 || isDone) return;
    isDone = true;
    await act();
  });
}

function watchingPages(before: (page: number) => Promise<void>) {
  const { customeow } = world.services;
  return {
    customeow: {
      ...customeow,
      forShop: async (...of: Parameters<typeof customeow.forShop>) => {
        const account = await customeow.forShop(...of);
        if (account === null) return null;
        const { client } = account;
        return {
          ...account,
          client: {
            ...client,
            skus: async (storeId: string, page: number, pageSize?: number) => {
              await before(page);
              return client.skus(storeId, page, pageSize);
            },
          },
        };
      },
    },
  };
}
