import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readBulkProgress } from "../../app/bulk/progress.ts";
import { connectStore, disconnectStore } from "../../app/connection/connect.ts";
import { type PageRequest, toCursor } from "../../app/lists/paging.ts";
import { readSkuPage } from "../../app/skus/skuPage.ts";
import { API_KEY, CUSTOMIZER, MUGS, POSTERS, type ShopsWorld, startShopsWorld } from "./shopsWorld.ts";

let world: ShopsWorld;

beforeAll(async () => {
  world = await startShopsWorld();
});
beforeEach(() => world.startOver());
afterAll(() => world.close());

const connect = (storeId: string) => connectStore(world.services, world.shopId, { apiKey: API_KEY, storeId });

describe("a sync", () => {
  it("keeps the store's SKUs with the variants that carry them letter by letter, and publishes the integrated", async () => {
    await connect(MUGS);
    await world.takeJobs();
    await world.syncSkus();
    expect(await world.takeJobs()).toEqual(["publish-storefront"]);
    expect(await world.lastSync()).toMatchObject({ state: "succeeded", skuCount: 3, matchedCount: 2 });

    await world.publish();
    expect(world.publishedConnection()).toEqual({
      store_id: MUGS,
      customizer_url: CUSTOMIZER,
      connected: "true",
    });
    expect(world.publishedVariants("1001")).toBe('{"2001":"MUG-WHITE"}');
  });

  it.each([
    ["another store was connected", () => connect(POSTERS), "store_changed"],
    ["the shop was disconnected", () => disconnectStore(world.services, world.shopId), "disconnected"],
  ])("keeps nothing more of the store where %s while it read", async (_, meanwhile, reason) => {
    await connect(MUGS);
    const { shopify } = world.services;
    let isFirst = true;
    const variantsBySku = async (domain: string, skus: readonly string[]) => {
      const variants = await shopify.adminApi(domain).variantsBySku(skus);
      if (isFirst) await meanwhile();
      isFirst = false;
      return variants;
    };
    const adminApi = (domain: string) => ({
      ...shopify.adminApi(domain),
      variantsBySku: (skus: readonly string[]) => variantsBySku(domain, skus),
    });
    await world.syncSkus({ shopify: { adminApi } }).catch(() => undefined);
    const failed = await world.database.skuSync.findFirst({ where: { state: "failed" } });
    expect(failed).toMatchObject({ failure: { code: reason } });
    const matched = await world.database.matchedVariant.findMany();
    expect(matched.filter(({ sku }) => sku.startsWith("MUG"))).toEqual([]);
  });

  it("is asked for once, however many changes CustoMeow tells of before it begins", async () => {
    await connect(MUGS);
    await world.syncSkus();
    await world.takeJobs();
    await Promise.all(Array.from({ length: 20 }, () => world.askForSync("upkeep")));
    expect(await world.takeJobs()).toEqual(["sync-skus"]);
    await world.syncSkus();
    await world.askForSync("upkeep");
    expect(await world.takeJobs()).toEqual(["sync-skus"]);
  });

  it("ends with a reason where the shop is not connected", async () => {
    await world.askForSync();
    await world.syncSkus();
    expect(await world.lastSync()).toMatchObject({ state: "failed", failure: { code: "not_connected" } });
  });

  it("waits with a reason where CustoMeow is out of order, and goes on", async () => {
    await connect(MUGS);
    await world.customeow("faults", { fault: "status", status: 503, endpoints: ["skus"], count: 50 });
    await expect(world.syncSkus()).rejects.toThrow();
    expect(await world.lastSync()).toMatchObject({
      state: "running",
      failure: { code: "customeow_unavailable" },
    });
    await world.customeow("reset", {});
    await world.syncSkus();
    expect(await world.lastSync()).toMatchObject({ state: "succeeded", failure: null });
  });
});

describe("publishing", () => {
  it("goes on past a product that was deleted in Shopify, and forgets it", async () => {
    const { database, shopId, shop } = world;
    await world.connectAndSync(MUGS);
    const variant = {
      shopId,
      variantId: "1",
      sku: "MUG-WHITE",
      productTitle: "Gone",
      variantTitle: "",
      imageUrl: null,
    };
    await database.matchedVariant.createMany({
      data: [
        { ...variant, productId: "8001" },
        { ...variant, variantId: "2102", productId: "1002" },
      ],
    });
    await world.publish();
    expect(world.publishedVariants("1002")).toBe('{"2102":"MUG-WHITE"}');
    expect(await database.publishedProduct.findFirst({ where: { productId: "8001" } })).toBeNull();

    // A product that was published, and is gone when it is to be withdrawn.
    shop.metafields = shop.metafields.filter(({ ownerId }) => !ownerId.endsWith("/1002"));
    await database.matchedVariant.deleteMany({ where: { productId: { in: ["8001", "1002"] } } });
    await world.publish();
    expect((await database.publishedProduct.findMany()).map(({ productId }) => productId)).toEqual(["1001"]);
  });

  it("tells again what it told before it was killed, also where the SKUs are what they were before", async () => {
    const { database } = world;
    await world.connectAndSync(MUGS);
    const setStatus = (integratedStatus: "integrated" | "not_integrated") =>
      database.customeowSku.updateMany({ where: { sku: "MUG BLACK" }, data: { integratedStatus } });
    await setStatus("integrated");
    const killed = world.publish((shopify) => ({
      ...shopify,
      publishProductVariants: async (products) => {
        await shopify.publishProductVariants(products);
        throw new Error("killed");
      },
    }));
    await expect(killed).rejects.toThrow("killed");
    expect(world.publishedVariants("1001")).toBe('{"2001":"MUG-WHITE","2002":"MUG BLACK"}');

    await setStatus("not_integrated");
    await world.publish();
    expect(world.publishedVariants("1001")).toBe('{"2001":"MUG-WHITE"}');
  });

  it("tells everything anew where the app was installed again, since it may have gone with the app", async () => {
    const { database, shop, shopId } = world;
    await world.connectAndSync(MUGS);
    shop.metafields = [];
    await world.publish();
    expect(world.publishedVariants("1001")).toBeUndefined();

    await database.shop.update({ where: { id: shopId }, data: { installedAt: new Date() } });
    await world.publish();
    expect(world.publishedVariants("1001")).toBe('{"2001":"MUG-WHITE"}');
  });

  it("counts what Shopify refuses, goes on, and tells it again later", async () => {
    const { database, shopId } = world;
    await world.connectAndSync(MUGS);
    await database.publishedProduct.deleteMany();
    await world.publish((shopify) => ({
      ...shopify,
      publishProductVariants: (products) =>
        Promise.resolve(
          products.map(({ productId }) => ({ productId, isGone: false, reason: "It is too large." })),
        ),
    }));
    const [again, run] = await readBulkProgress(database, shopId, "publish-storefront", 2);
    expect(run).toMatchObject({ state: "finished", done: 0, failed: 1 });
    expect(again).toMatchObject({ state: "waiting" });

    await world.publish();
    expect(world.publishedVariants("1001")).toBe('{"2001":"MUG-WHITE"}');
    const [last] = await readBulkProgress(database, shopId, "publish-storefront", 1);
    expect(last).toMatchObject({ state: "finished", done: 1, failed: 0 });
  });

  it("withdraws page after page what is no longer offered, and keeps what is, in a shop with many products", async () => {
    const { database, shopId } = world;
    await world.connectAndSync(MUGS);
    const told = new Map<string, number>();
    const remember = () =>
      world.publish((shopify) => ({
        ...shopify,
        publishProductVariants: (products) => {
          for (const { productId, variants } of products) told.set(productId, Object.keys(variants).length);
          return Promise.resolve([]);
        },
      }));
    const products = Array.from({ length: 350 }, (_, index) => String(900_000 + index));
    await database.matchedVariant.createMany({
      data: products.flatMap((productId) =>
        ["a", "b"].map((variantId) => ({
          ...{ shopId, productId, variantId: `${productId}${variantId}` },
          ...{ sku: "MUG-WHITE", productTitle: "", variantTitle: "" },
        })),
      ),
    });
    await remember();
    expect([...told].toSorted()).toEqual(products.map((productId) => [productId, 2]));

    told.clear();
    const [gone, changed] = [products.slice(0, 120), products.slice(-3)];
    await database.matchedVariant.deleteMany({ where: { productId: { in: gone } } });
    await database.matchedVariant.deleteMany({ where: { variantId: { in: changed.map((id) => `${id}b`) } } });
    await remember();
    expect([...told].toSorted()).toEqual([
      ...gone.map((productId) => [productId, 0]),
      ...changed.map((productId) => [productId, 1]),
    ]);
    expect(await database.publishedProduct.count()).toBe(products.length - gone.length + 1);
  });

  it("tells the newest state, however many publish at once", async () => {
    await world.connectAndSync(MUGS);
    await disconnectStore(world.services, world.shopId);
    const publishing = Array.from({ length: 4 }, () => world.publish());
    await connect(MUGS);
    await Promise.all([...publishing, world.publish()]);
    expect(world.publishedConnection()["connected"]).toBe("true");
    expect(world.publishedVariants("1001")).toBe('{"2001":"MUG-WHITE"}');
    expect(await world.database.publishedProduct.count()).toBe(1);
  });
});

describe("the SKU page", () => {
  const page = (
    tab: "all" | "integrated" | "not_integrated" | "unmatched",
    search = "",
    page: PageRequest | null = null,
  ) => readSkuPage(world.database, world.shopId, { tab, search, page });

  it("counts and lists each tab, with the variants", async () => {
    await world.connectAndSync(MUGS);
    const all = await page("all");
    expect(all.counts).toEqual({ all: 3, integrated: 1, not_integrated: 1, unmatched: 1 });
    expect(all.rows).toHaveLength(3);
    const integrated = await page("integrated");
    expect([integrated.before, integrated.after]).toEqual([null, null]);
    expect(integrated.rows).toMatchObject([
      {
        sku: "MUG-WHITE",
        integratedStatus: "integrated",
        customTitle: "Custom MUG-WHITE",
        variants: [{ variantId: "2001", productTitle: "Mug", variantTitle: "White" }],
      },
    ]);
    expect((await page("not_integrated")).rows.map(({ sku }) => sku)).toEqual(["MUG BLACK"]);
    expect((await page("unmatched")).rows).toMatchObject([{ sku: "mug-white", variants: [] }]);
    expect(all.lastSync).toMatchObject({ state: "succeeded" });
  });

  it("searches SKU and title without regard to case, taking every character for itself", async () => {
    await world.connectAndSync(MUGS);
    const { database, shopId } = world;
    const row = { shopId, integratedStatus: "none", syncedAt: new Date() } as const;
    await database.customeowSku.createMany({
      data: [
        { ...row, customeowSkuId: "1", sku: "100%_\\", customTitle: null },
        { ...row, customeowSkuId: "2", sku: "1000", customTitle: "Engraved Pendant" },
      ],
    });
    expect((await page("all", "PENDANT")).rows.map(({ sku }) => sku)).toEqual(["1000"]);
    for (const search of ["%", "_", "\\", "100%_\\"])
      expect((await page("all", search)).rows.map(({ sku }) => sku)).toEqual(["100%_\\"]);
    expect((await page("all", "black")).counts).toEqual({
      all: 1,
      integrated: 0,
      not_integrated: 1,
      unmatched: 0,
    });
  });

  it("holds a list that is longer than one statement takes parameters", async () => {
    const { database, shopId } = world;
    await database.$executeRaw`
      INSERT INTO "CustomeowSku" ("shopId", "customeowSkuId", sku, "integratedStatus", "syncedAt")
      SELECT ${shopId}::uuid, n::text, 'SKU-' || lpad(n::text, 6, '0'), 'integrated', now()
      FROM generate_series(1, 70000) n`;
    await database.$executeRaw`
      INSERT INTO "MatchedVariant" ("shopId", "variantId", "productId", sku, "productTitle", "variantTitle")
      SELECT ${shopId}::uuid, n::text, '1', 'SKU-' || lpad(n::text, 6, '0'), 'Product', ''
      FROM generate_series(1, 69999) n`;
    // As it is soon, by itself: until then Postgres plans for the few rows that there were.
    await database.$executeRaw`ANALYZE "CustomeowSku", "MatchedVariant"`;
    const first = await page("integrated");
    expect(first.counts).toEqual({ all: 70_000, integrated: 69_999, not_integrated: 0, unmatched: 1 });
    const beforeTheLast: PageRequest = { side: "after", cursor: toCursor(["SKU-069950", "69950"]) };
    const last = await page("integrated", "", beforeTheLast);
    expect(last.rows.map(({ sku }) => sku).at(-1)).toBe("SKU-069999");
    expect(last.after).toBeNull();
    const back = await page("integrated", "", { side: "before", cursor: last.before ?? "" });
    expect(back.rows.map(({ sku }) => sku).at(-1)).toBe("SKU-069950");
  });

  it("shows its beginning to who comes with a cursor that it never gave", async () => {
    await world.connectAndSync(MUGS);
    const cursor = toCursor(["\0", "1"]);
    expect(await page("all", "", { side: "after", cursor })).toMatchObject({
      rows: (await page("all")).rows,
    });
    expect((await page("all", "\0")).rows).toEqual([]);
  });
});
