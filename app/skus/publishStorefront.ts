import { isDeepStrictEqual } from "node:util";
import type { Database } from "../database/database.ts";
import type { JobHandler } from "../jobs/work.ts";
import type { AdminApi } from "../shopify/adminApi.ts";
import type { ProductVariants } from "../shopify/operations/storefrontMetafields.ts";

export interface PublishServices {
  database: Database;
  shopify: { adminApi(shopDomain: string): Pick<AdminApi, "publishConnection" | "publishProductVariants"> };
  /** The customizer's address, which the theme block opens. */
  customizerUrl: string;
}

/**
 * Tells the storefront which store it belongs to and which variants can be personalised, so that the theme block
 * asks our servers nothing. Only what changed since the last time is written.
 */
export function publishStorefrontHandler(services: PublishServices): JobHandler<"publish-storefront"> {
  return async ({ shopId }) => {
    const { database, customizerUrl } = services;
    const shop = await database.shop.findUnique({ where: { id: shopId }, include: { connection: true } });
    if (shop === null || shop.uninstalledAt !== null) return;

    const admin = services.shopify.adminApi(shop.domain);
    const { connection } = shop;
    await admin.publishConnection(
      connection === null ? null : { storeId: connection.storeId, customizerUrl },
    );

    const wanted =
      connection === null
        ? new Map<string, Record<string, string>>()
        : await integratedVariants(database, shopId);
    const changed = await changedProducts(database, shopId, wanted);
    await admin.publishProductVariants(changed);
    await rememberPublished(database, shopId, changed);
  };
}

/** Integrated variants by product: `{ "<variant id>": "<SKU>" }`. */
async function integratedVariants(
  database: Database,
  shopId: string,
): Promise<Map<string, Record<string, string>>> {
  const integrated = await database.customeowSku.findMany({
    where: { shopId, integratedStatus: "integrated" },
    select: { sku: true },
  });
  const variants = await database.matchedVariant.findMany({
    where: { shopId, sku: { in: integrated.map(({ sku }) => sku) } },
    orderBy: { variantId: "asc" },
  });
  const byProduct = new Map<string, Record<string, string>>();
  for (const { productId, variantId, sku } of variants)
    byProduct.set(productId, { ...byProduct.get(productId), [variantId]: sku });
  return byProduct;
}

async function changedProducts(
  database: Database,
  shopId: string,
  wanted: Map<string, Record<string, string>>,
): Promise<ProductVariants[]> {
  const rows = await database.publishedProduct.findMany({ where: { shopId } });
  const published = new Map(rows.map(({ productId, variants }) => [productId, variants]));
  const offered = [...wanted]
    .filter(([productId, variants]) => !isDeepStrictEqual(published.get(productId), variants))
    .map(([productId, variants]) => ({ productId, variants }));
  const withdrawn = [...published.keys()]
    .filter((productId) => !wanted.has(productId))
    .map((productId) => ({ productId, variants: {} }));
  return [...offered, ...withdrawn];
}

async function rememberPublished(
  database: Database,
  shopId: string,
  changed: ProductVariants[],
): Promise<void> {
  const publishedAt = new Date();
  await database.$transaction(async (transaction) => {
    await transaction.publishedProduct.deleteMany({
      where: { shopId, productId: { in: changed.map(({ productId }) => productId) } },
    });
    await transaction.publishedProduct.createMany({
      data: changed
        .filter(({ variants }) => Object.keys(variants).length > 0)
        .map(({ productId, variants }) => ({ shopId, productId, variants, publishedAt })),
    });
  });
}
