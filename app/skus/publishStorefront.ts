import sql from "sql-template-tag";
import type { BulkItem, BulkRun, BulkRunHandler } from "../bulk/handler.ts";
import type { Sql, SqlPool } from "../database/sql.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { AdminApi } from "../shopify/adminApi.ts";
import type {
  ProductVariants,
  StorefrontConnection,
  UnpublishedProduct,
} from "../shopify/operations/storefrontMetafields.ts";
import { type ProductPage, readProductPage } from "./changedProducts.ts";
import { requestPublishing } from "./requestPublishing.ts";

export interface PublishServices {
  sql: SqlPool;
  jobs: JobQueue;
  shopify: { adminApi(shopDomain: string): PublishingApi };
  /** The customizer's address, which the theme block opens. */
  customizerUrl: string;
}

type PublishingApi = Pick<AdminApi, "publishConnection" | "publishProductVariants">;
type Run = BulkRun<"publish-storefront">;
type Item = BulkItem<"publish-storefront">;

/** When Shopify is told once more what it refused. */
const REFUSED_AGAIN_SECONDS = 10 * 60;

/**
 * Tells the storefront which store it belongs to and which variants can be personalised, so that the theme block
 * asks our servers nothing. Only what changed since the last time is written.
 *
 * Invariant: what is noted of a product is what the storefront was told last, or null where that is not certain, and
 * then it is told again. One run at a time for a shop reads and tells, so that nothing older is told after it.
 */
export function publishStorefrontHandler(services: PublishServices): BulkRunHandler<"publish-storefront"> {
  const { sql: connections, jobs } = services;
  return {
    async readPage(run, cursor) {
      const shop = await readShop(services, run.shopId);
      if (shop === null) return [];
      if (cursor === null) return [tellConnection(services, run, shop)];
      const isConnected = shop.connection !== null;
      const page = await readProductPage(connections, run.shopId, cursor.productId, isConnected);
      return page === null ? [] : [tellProducts(services, run, shop, page)];
    },
    async finish(rows, { shopId }, { failed }) {
      if (failed > 0) await requestPublishing(rows, jobs, shopId, { afterSeconds: REFUSED_AGAIN_SECONDS });
    },
  };
}

interface PublishedShop {
  admin: PublishingApi;
  connection: StorefrontConnection | null;
}

/** Null where the app is not installed. */
async function readShop(
  { sql: connections, shopify, customizerUrl }: PublishServices,
  shopId: string,
): Promise<PublishedShop | null> {
  const [shop] = await connections.rows<{ domain: string; storeId: string | null }>(sql`
    SELECT shop."domain", connection."storeId"
    FROM "Shop" AS shop LEFT JOIN "CustomeowConnection" AS connection ON connection."shopId" = shop."id"
    WHERE shop."id" = ${shopId}::uuid AND shop."uninstalledAt" IS NULL`);
  if (shop === undefined) return null;
  const { domain, storeId } = shop;
  return {
    admin: shopify.adminApi(domain),
    connection: storeId === null ? null : { storeId, customizerUrl },
  };
}

function tellConnection(
  services: PublishServices,
  { shopId }: Run,
  { admin, connection }: PublishedShop,
): Item {
  return {
    cursor: { productId: "" },
    outside: {
      perform: () => admin.publishConnection(connection),
      overtaken: () => requestPublishing(services.sql, services.jobs, shopId),
    },
  };
}

function tellProducts(
  { sql: connections, jobs }: PublishServices,
  { shopId }: Run,
  { admin }: PublishedShop,
  { last, changed }: ProductPage,
): Item {
  const cursor = { productId: last };
  if (changed.length === 0) return { cursor };
  let untold: UnpublishedProduct[] = [];
  return {
    cursor,
    outside: {
      begin: (rows) => noteUncertain(rows, shopId, changed),
      async perform() {
        untold = await admin.publishProductVariants(changed);
      },
      overtaken: () =>
        connections.transaction(async (rows) => {
          await noteUncertain(rows, shopId, changed);
          await requestPublishing(rows, jobs, shopId);
        }),
    },
    act: (rows) => noteTold(rows, shopId, changed, untold),
  };
}

/** From here on until it is noted what they were told, nobody can tell what the storefront knows of the products. */
async function noteUncertain(rows: Sql, shopId: string, products: ProductVariants[]): Promise<void> {
  await rows.rows(sql`
    INSERT INTO "PublishedProduct" ("shopId", "productId", "variants", "publishedAt")
    SELECT ${shopId}::uuid, "productId", NULL, now()
    FROM unnest(${products.map(({ productId }) => productId)}::text[]) AS "productId"
    ON CONFLICT ("shopId", "productId") DO UPDATE SET "variants" = NULL`);
}

/** Products that are gone or were withdrawn are forgotten; refused ones stay uncertain, so that they are told again. */
async function noteTold(
  rows: Sql,
  shopId: string,
  products: ProductVariants[],
  untold: UnpublishedProduct[],
): Promise<{ done: number; failed: number }> {
  const gone = new Set(untold.filter(({ isGone }) => isGone).map(({ productId }) => productId));
  const refused = new Set(untold.filter(({ isGone }) => !isGone).map(({ productId }) => productId));
  const settled = products.filter(({ productId }) => !refused.has(productId));
  const isOffered = ({ productId, variants }: ProductVariants) =>
    !gone.has(productId) && Object.keys(variants).length > 0;
  const offered = settled.filter(isOffered);
  const forgotten = settled.filter((product) => !isOffered(product)).map(({ productId }) => productId);
  await rows.rows(sql`
    UPDATE "PublishedProduct" AS product SET "variants" = told.variants, "publishedAt" = now()
    FROM jsonb_to_recordset(${JSON.stringify(offered)}::jsonb) AS told("productId" text, variants jsonb)
    WHERE product."shopId" = ${shopId}::uuid AND product."productId" = told."productId"`);
  await rows.rows(sql`
    DELETE FROM "PublishedProduct"
    WHERE "shopId" = ${shopId}::uuid AND "productId" = ANY (${forgotten}::text[])`);
  return { done: settled.length, failed: refused.size };
}
