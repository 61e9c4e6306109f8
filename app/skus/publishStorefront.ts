import { isDeepStrictEqual } from "node:util";
import type { Database } from "../database/database.ts";
import type { JobHandler } from "../jobs/work.ts";
import type { AdminApi } from "../shopify/adminApi.ts";
import type { ProductVariants, UnpublishedProduct } from "../shopify/operations/storefrontMetafields.ts";

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
    const untold = await admin.publishProductVariants(changed);
    await rememberPublished(database, shopId, changed, untold);

    const refused = untold.filter(({ isGone }) => !isGone);
    if (refused.length > 0) throw new UnpublishedProductsError(refused);
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

/** Products that are gone are forgotten; refused ones stay as they were, so that they are told the next time. */
async function rememberPublished(
  database: Database,
  shopId: string,
  changed: ProductVariants[],
  untold: UnpublishedProduct[],
): Promise<void> {
  const publishedAt = new Date();
  const gone = new Set(untold.filter(({ isGone }) => isGone).map(({ productId }) => productId));
  const refused = new Set(untold.filter(({ isGone }) => !isGone).map(({ productId }) => productId));
  const settled = changed.filter(({ productId }) => !refused.has(productId));
  const told = settled.filter(
    ({ productId, variants }) => !gone.has(productId) && Object.keys(variants).length > 0,
  );
  for (const part of inParts(settled))
    await database.publishedProduct.deleteMany({
      where: { shopId, productId: { in: part.map(({ productId }) => productId) } },
    });
  for (const part of inParts(told))
    await database.publishedProduct.createMany({
      data: part.map(({ productId, variants }) => ({ shopId, productId, variants, publishedAt })),
    });
}
