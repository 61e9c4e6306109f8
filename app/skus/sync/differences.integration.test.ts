import fc from "fast-check";
import sql from "sql-template-tag";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../tests/postgres/testDatabase.ts";
import { startReading } from "../../customeow/listReading.ts";
import { type IntegratedStatus, type ListedSku, skuPage } from "../../customeow/sku.ts";
import type { ShopVariant } from "../../shopify/operations/shopVariant.ts";
import { storableText } from "../../text/storableText.ts";
import { forgetSkus, goneSkus, keepSkus } from "./keepSkus.ts";
import { forgetVariants, goneVariants, keepVariants } from "./keepVariants.ts";
import { forgetSeen, noteSeen } from "./seenIds.ts";
import type { SkuSync } from "./skuSync.ts";

let test: TestDatabase;
let sync: SkuSync;
let otherShopId: string;

beforeAll(async () => {
  test = await testDatabase();
});
beforeEach(async () => {
  await test.database.shop.deleteMany();
  const shop = await test.database.shop.create({ data: { domain: "one.myshopify.com" } });
  const other = await test.database.shop.create({ data: { domain: "other.myshopify.com" } });
  otherShopId = other.id;
  const { id } = await test.database.skuSync.create({ data: { shopId: shop.id, state: "running" } });
  sync = {
    id,
    shopId: shop.id,
    storeId: "1",
    step: "list_skus",
    revision: 0,
    reading: startReading(),
    searchedUpTo: null,
    exportAttempts: 0,
    exportId: null,
    variantsRead: 0,
  };
});
afterAll(() => test.close());

const anyText = fc.oneof(
  fc.constantFrom("mug-1", "MUG-1", "mug-2", "é", "e\u0301", "", " mug-1"),
  fc.string({ unit: "binary" }),
  fc.constantFrom("\u0000", "\ud800", "x".repeat(3_000)),
);
const statuses: IntegratedStatus[] = ["none", "not_integrated", "integrating", "integrated", "removed"];
const smallId = fc.integer({ min: 1, max: 12 }).map(String);

const listedSku = fc.record({
  id: smallId,
  sku: anyText,
  status: fc.constantFrom(...statuses),
  title: anyText,
});
type GivenSku = typeof listedSku extends fc.Arbitrary<infer Given> ? Given : never;
const skuList = fc.uniqueArray(listedSku, { selector: ({ id }) => id, maxLength: 12 });

const variant = fc.record({
  variantId: smallId,
  productId: smallId,
  sku: fc.constantFrom("mug-1", "MUG-1", "mug-2", "", "\u0000"),
  productTitle: anyText,
  variantTitle: anyText,
  imageUrl: fc.option(fc.constantFrom("https://a.example/1.png", "https://a.example/2.png")),
});
const variantList = fc.uniqueArray(variant, { selector: ({ variantId }) => variantId, maxLength: 12 });

/** As CustoMeow's answer gives it. */
const asListed = (skus: GivenSku[]): ListedSku[] =>
  skuPage.parse({
    count: skus.length,
    list: skus.map(({ id, sku, status, title }) => ({
      id,
      sku,
      integratedStatus: statuses.indexOf(status),
      custom: { id: "1", title },
    })),
  }).list;

async function syncSkus(skus: GivenSku[]): Promise<boolean> {
  const changed = await keepSkus(test.sql, sync.shopId, asListed(skus));
  await forgetSeen(test.sql, sync);
  await noteSeen(
    test.sql,
    sync,
    "skus",
    0,
    skus.map(({ id }) => id),
  );
  const gone = await goneSkus(test.sql, sync, 1_000);
  return (await forgetSkus(test.sql, sync.shopId, gone)) || changed;
}

async function syncVariants(variants: ShopVariant[]): Promise<boolean> {
  const { ids, storefrontChanged } = await keepVariants(test.sql, sync.shopId, variants);
  await forgetSeen(test.sql, sync);
  await noteSeen(test.sql, sync, "variants", 0, ids);
  const gone = await goneVariants(test.sql, sync, 1_000);
  return (await forgetVariants(test.sql, sync.shopId, gone)) || storefrontChanged;
}

const keptSkus = async () => {
  const rows = await test.sql.rows<{
    id: string;
    sku: string;
    status: string;
    title: string | null;
    place: string;
  }>(sql`
    SELECT "customeowSkuId" AS id, sku, "integratedStatus" AS status, "customTitle" AS title,
      xmin::text || ctid::text AS place
    FROM "CustomeowSku" WHERE "shopId" = ${sync.shopId}::uuid`);
  return new Map(rows.map(({ id, place, ...row }) => [id, { row, place }]));
};
const keptVariants = async () => {
  const rows = await test.sql.rows<ShopVariant & { place: string }>(sql`
    SELECT "variantId", "productId", sku, "productTitle", "variantTitle", "imageUrl",
      xmin::text || ctid::text AS place
    FROM "MatchedVariant" WHERE "shopId" = ${sync.shopId}::uuid`);
  return new Map(rows.map(({ place, variantId, ...row }) => [variantId, { row, place }]));
};

/** Exactly the rows that are the same before and after stand where they stood. */
function expectOnlyDifferencesWritten<Row>(
  before: Map<string, { row: Row; place: string }>,
  after: Map<string, { row: Row; place: string }>,
) {
  for (const [id, { row, place }] of after) {
    const same = JSON.stringify(before.get(id)?.row) === JSON.stringify(row);
    expect(before.get(id)?.place === place).toBe(same);
  }
}

it("keeps CustoMeow's list as it is now, writing only what differs, and knows what the storefront shows of it", async () => {
  const shown = (skus: GivenSku[]) =>
    skus
      .filter(({ status }) => status === "integrated")
      .map(({ id, sku }) => `${id} ${storableText(sku, 255)}`)
      .toSorted();
  await fc.assert(
    fc.asyncProperty(skuList, skuList, async (before, after) => {
      await syncSkus(before);
      const keptBefore = await keptSkus();
      const changed = await syncSkus(after);
      const kept = await keptSkus();
      expect(Object.fromEntries([...kept].map(([id, { row }]) => [id, row]))).toEqual(
        Object.fromEntries(
          after.map(({ id, sku, status, title }) => [
            id,
            {
              sku: storableText(sku, 255),
              status,
              title: title === "" ? null : storableText(title, 255),
            },
          ]),
        ),
      );
      expectOnlyDifferencesWritten(keptBefore, kept);
      expect(changed).toBe(JSON.stringify(shown(before)) !== JSON.stringify(shown(after)));
    }),
    { numRuns: 150 },
  );
});

it("keeps the variants that carry a listed SKU letter by letter, writing only what differs", async () => {
  await test.database.customeowSku.createMany({
    data: ["mug-1", "mug-2", "\uFFFD"].map((sku, index) => ({
      shopId: sync.shopId,
      customeowSkuId: String(index),
      sku,
      integratedStatus: "integrated",
      syncedAt: new Date(),
    })),
  });
  const carried = (variants: ShopVariant[]) =>
    variants.filter(({ sku }) => sku === "mug-1" || sku === "mug-2");
  const shown = (variants: ShopVariant[]) =>
    carried(variants)
      .map(({ variantId, productId, sku }) => `${productId} ${variantId} ${sku}`)
      .toSorted();
  await fc.assert(
    fc.asyncProperty(variantList, variantList, async (before, after) => {
      await syncVariants(before);
      const keptBefore = await keptVariants();
      const changed = await syncVariants(after);
      const kept = await keptVariants();
      expect(Object.fromEntries([...kept].map(([id, { row }]) => [id, row]))).toEqual(
        Object.fromEntries(
          carried(after).map(({ variantId, productTitle, variantTitle, ...row }) => [
            variantId,
            {
              ...row,
              productTitle: storableText(productTitle, 255),
              variantTitle: storableText(variantTitle, 255),
            },
          ]),
        ),
      );
      expectOnlyDifferencesWritten(keptBefore, kept);
      expect(changed).toBe(JSON.stringify(shown(before)) !== JSON.stringify(shown(after)));
    }),
    { numRuns: 150 },
  );
});

it("touches no other shop's rows, though they have the same ids", async () => {
  const row = { shopId: otherShopId, customeowSkuId: "1", sku: "mug-1", syncedAt: new Date() };
  await test.database.customeowSku.create({ data: { ...row, integratedStatus: "integrated" } });
  await test.database.matchedVariant.create({
    data: {
      shopId: otherShopId,
      variantId: "1",
      productId: "1",
      sku: "mug-1",
      productTitle: "",
      variantTitle: "",
    },
  });
  await syncSkus([{ id: "1", sku: "mug-2", status: "none", title: "" }]);
  await syncSkus([]);
  await syncVariants([]);
  const ofOther = { where: { shopId: otherShopId } };
  expect(await test.database.customeowSku.findMany(ofOther)).toMatchObject([{ sku: "mug-1" }]);
  expect(await test.database.matchedVariant.count(ofOther)).toBe(1);
});
