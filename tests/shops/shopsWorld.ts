import { randomBytes } from "node:crypto";
import type { SkuSync } from "@prisma/client";
import { z } from "zod";
import type { Database } from "../../app/database/database.ts";
import type { SqlPool } from "../../app/database/sql.ts";
import { createLeases } from "../../app/database/leases.ts";
import { startBoss } from "../../app/jobs/boss.ts";
import { resumeWaitingOrdersHandler } from "../../app/production/resumeWaitingOrders.ts";
import { createJobQueue, type JobQueue } from "../../app/jobs/queue.ts";
import { createLog } from "../../app/log/log.ts";
import { createQuotaLimiter } from "../../app/quota/limiter.ts";
import { openSecrets } from "../../app/secrets/secrets.ts";
import { connectStore, type ConnectionServices } from "../../app/connection/connect.ts";
import { createCustomeowAccounts } from "../../app/accounts/customeowAccounts.ts";
import { installShop } from "../../app/shops/shop.ts";
import { type PublishServices, publishStorefrontHandler } from "../../app/skus/publishStorefront.ts";
import { requestPublishing } from "../../app/skus/requestPublishing.ts";
import { requestSkuSync } from "../../app/skus/requestSync.ts";
import type { SkuSyncServices } from "../../app/skus/sync/skuSyncServices.ts";
import { syncSkusHandler } from "../../app/skus/sync/syncSkus.ts";
import { startCustomeow, type SkuSeed } from "../../sandbox/customeow/start.ts";
import type { AdminApi } from "../../sandbox/shopify/admin-api/adminApi.ts";
import { exampleShop } from "../../sandbox/shopify/admin-api/shop.fixture.ts";
import type { Shop } from "../../sandbox/shopify/shop/shop.ts";
import { noRuns, workOffRuns } from "../bulk/workOff.ts";
import { testDatabase } from "../postgres/testDatabase.ts";
import { startShopifyWorld } from "../shopify/shopifyWorld.ts";

export const API_KEY = "key-of-both-stores";
export const MUGS = "179639630637846528";
export const POSTERS = "279639630637846528";
export const CUSTOMIZER = "https://client.customeow.example";

/** A shop and an account with two stores. No worker runs: a test does the jobs itself, when it wants them done. */
export interface ShopsWorld {
  database: Database;
  services: ConnectionServices & SkuSyncServices;
  sql: SqlPool;
  shop: Shop;
  /** Shopify's stand-in. */
  adminApi: AdminApi;
  shopId: string;
  /** Nothing connected, nothing synced, nothing published. */
  startOver(): Promise<void>;
  connectAndSync(storeId: string): Promise<void>;
  /** In their order. */
  keptSkus(): Promise<string[]>;
  lastSync(): Promise<SkuSync | null>;
  /** What the storefront is told of a product. */
  publishedVariants(productId: string): string | undefined;
  publishedConnection(): Record<string, string>;
  syncSkus(services?: Partial<SkuSyncServices>): Promise<void>;
  askForSync(urgency?: "person" | "upkeep"): Promise<void>;
  /** @param changing what Shopify is told, on the way there */
  publish(changing?: (shopify: PublishingShopify) => PublishingShopify): Promise<void>;
  /** Jobs that wait, oldest first; they are taken off. */
  takeJobs(): Promise<string[]>;
  customeow(path: string, body: unknown, method?: "POST" | "PUT" | "DELETE"): Promise<void>;
  /** Which pages of the SKU list CustoMeow was asked for, in their order. */
  askedPages(): Promise<number[]>;
  close(): Promise<void>;
}

type PublishingShopify = ReturnType<PublishServices["shopify"]["adminApi"]>;

export const integrated = (sku: string): SkuSeed => ({
  sku,
  integratedStatus: 3,
  customTitle: `Custom ${sku}`,
  look: "mug",
});

const aFewMugs: SkuSeed[] = [
  integrated("MUG-WHITE"),
  { ...integrated("MUG BLACK"), integratedStatus: 1 },
  integrated("mug-white"),
];

/** @param mugs what the store of mugs has; a few where it is not given */
export async function startShopsWorld(mugs: SkuSeed[] = aFewMugs): Promise<ShopsWorld> {
  const test = await testDatabase();
  const { database } = test;
  const log = createLog("silent");
  const customeow = await startCustomeow({
    port: 0,
    stores: [
      {
        apiKey: API_KEY,
        storeId: MUGS,
        storeName: "Mugs",
        skus: mugs,
      },
      { apiKey: API_KEY, storeId: POSTERS, storeName: "Posters", skus: [integrated("PLAIN-2")] },
    ],
    quota: { requests: 10_000, windowSeconds: 60 },
    latencyMilliseconds: { least: 0, most: 1 },
  });
  const shop = exampleShop();
  const shopifyWorld = await startShopifyWorld(shop, test, async (domain, scopes) => {
    await installShop(database, domain, scopes);
  });
  await shopifyWorld.open();
  const { id: shopId } = await database.shop.findUniqueOrThrow({ where: { domain: shop.domain } });

  const boss = await startBoss(test.pool, "test", log);
  const jobs: JobQueue = createJobQueue(boss);
  const { encryption, webhookTokens } = await openSecrets(test.sql, [randomBytes(32).toString("base64")]);
  const limiter = createQuotaLimiter(test.sql, { requests: 10_000, windowMilliseconds: 60_000 }, 1_000);
  const services = {
    database,
    sql: test.sql,
    locks: createLeases(test.sql),
    jobs,
    encryption,
    webhookTokens,
    shopify: shopifyWorld.shopify,
    customeow: createCustomeowAccounts(test.sql, limiter, encryption, {
      apiUrl: `${customeow.url}/v1`,
      timeoutMilliseconds: 1_000,
      quotaWindowMilliseconds: 60_000,
    }),
  };
  const publish: ShopsWorld["publish"] = async (changing = (shopify) => shopify) => {
    await requestPublishing(test.sql, jobs, shopId);
    const publishing = { ...services, sql: test.sql, customizerUrl: CUSTOMIZER };
    const adminApi = (domain: string) => changing(services.shopify.adminApi(domain));
    const handlers = {
      ...noRuns,
      "resume-waiting-orders": resumeWaitingOrdersHandler(publishing),
      "publish-storefront": publishStorefrontHandler({ ...publishing, shopify: { adminApi } }),
    };
    await workOffRuns(publishing, handlers, shopId);
  };
  const syncSkus = (others: Partial<SkuSyncServices> = {}) =>
    syncSkusHandler({ ...services, ...others })({ shopId, urgency: "upkeep" }, log);
  const askForSync = (urgency: "person" | "upkeep" = "person") =>
    database.$transaction((rows) => requestSkuSync(rows, jobs, shopId, urgency));
  const takeJobs = () => takeWaitingJobs(database);
  return {
    database,
    sql: test.sql,
    services,
    shop,
    adminApi: shopifyWorld.api,
    shopId,
    startOver: async () => {
      await database.customeowConnection.deleteMany();
      await database.customeowSku.deleteMany();
      await database.matchedVariant.deleteMany();
      await database.skuSync.deleteMany();
      await database.publishedProduct.deleteMany();
      await database.bulkRun.deleteMany();
      shop.metafields = [];
      await takeJobs();
    },
    connectAndSync: async (storeId) => {
      await connectStore(services, shopId, { apiKey: API_KEY, storeId });
      await syncSkus();
      await publish();
      await takeJobs();
    },
    keptSkus: async () => (await database.customeowSku.findMany()).map(({ sku }) => sku).toSorted(),
    lastSync: () => database.skuSync.findFirst({ orderBy: { startedAt: "desc" } }),
    publishedVariants: (productId) =>
      shop.metafields.find(
        ({ ownerId, key }) =>
          ownerId === `gid://shopify/Product/${productId}` && key === "integrated_variants",
      )?.value,
    publishedConnection: () =>
      Object.fromEntries(
        shop.metafields
          .filter(({ namespace }) => namespace === "customeow")
          .map(({ key, value }) => [key, value]),
      ),
    syncSkus,
    askForSync,
    publish,
    takeJobs,
    askedPages: async () => {
      const answer = await fetch(`${customeow.url}/sandbox/state`);
      const { requests } = (await answer.json()) as { requests: { endpoint: string; path: string }[] };
      return requests
        .filter(({ endpoint }) => endpoint === "skus")
        .map(({ path }) => Number(new URL(path, customeow.url).searchParams.get("page")));
    },
    customeow: async (path, body, method = "POST") => {
      const answer = await fetch(`${customeow.url}/sandbox/${path}`, {
        method,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    close: async () => {
      await boss.stop({ graceful: false });
      await Promise.all([shopifyWorld.close(), customeow.close()]);
      await test.close();
    },
  };
}

/** Of a run, its kind. */
async function takeWaitingJobs(database: Database): Promise<string[]> {
  const rows = await database.$queryRaw<unknown[]>`
    WITH taken AS (
      DELETE FROM pgboss.job WHERE name IN ('shop', 'bulk', 'reading', 'orders', 'production', 'upkeep')
      RETURNING data, created_on
    ), runs AS (DELETE FROM "BulkRun" RETURNING "id"::text AS id, "kind")
    SELECT coalesce(runs."kind", data->>'job') AS job
    FROM taken LEFT JOIN runs ON runs.id = data->'payload'->>'runId'
    ORDER BY created_on`;
  return z
    .array(z.object({ job: z.string() }))
    .parse(rows)
    .map(({ job }) => job);
}
