import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Database } from "../database/database.ts";
import type { Locks } from "../database/lock.ts";
import type { JobHandler } from "../jobs/work.ts";
import type { AdminApi } from "../shopify/adminApi.ts";
import type { ProductVariants, UnpublishedProduct } from "../shopify/operations/storefrontMetafields.ts";
import { type IntegratedVariant, integratedVariants } from "./integratedVariants.ts";

export interface PublishServices {
  database: Database;
  locks: Pick<Locks, "inTurn">;
  shopify: { adminApi(shopDomain: string): Pick<AdminApi, "publishConnection" | "publishProductVariants"> };
  /** The customizer's address, which the theme block opens. */
  customizerUrl: string;
}

/** Shopify refused some products; the others were told. Trying again tells only the refused ones. */
export class UnpublishedProductsError extends Error {
  override readonly name = "UnpublishedProductsError";

  constructor(products: UnpublishedProduct[]) {
    const named = products.slice(0, 5).map(({ productId, reason }) => `${productId}: ${reason}`);
    super(`Shopify refused ${products.length} product(s), such as ${named.join("; ")}`);
  }
}

/** `{ "<variant id>": "<SKU>" }` */
const publishedVariants = z.record(z.string(), z.string());

/** After how many products it is noted that they were told. */
const PRODUCTS_A_STEP = 250;

/**
 * Tells the storefront which store it belongs to and which variants can be personalised, so that the theme block
 * asks our servers nothing. Only what changed since the last time is written.
 *
 * Invariant: one at a time for a shop, so that an older reading of the SKUs is never written over a newer one.
 */
export function publishStorefrontHandler(services: PublishServices): JobHandler<"publish-storefront"> {
  return ({ shopId }) => services.locks.inTurn(`storefront ${shopId}`, () => publish(services, shopId));
}

async function publish(services: PublishServices, shopId: string): Promise<void> {
  const { database, customizerUrl } = services;
  const shop = await database.shop.findUnique({ where: { id: shopId }, include: { connection: true } });
  if (shop === null || shop.uninstalledAt !== null) return;

  const admin = services.shopify.adminApi(shop.domain);
  const { connection } = shop;
  await admin.publishConnection(connection === null ? null : { storeId: connection.storeId, customizerUrl });

  const wanted = connection === null ? [] : await integratedVariants(database, shopId);
  const changed = await changedProducts(database, shopId, byProduct(wanted));
  const refused: UnpublishedProduct[] = [];
  for (let start = 0; start < changed.length; start += PRODUCTS_A_STEP) {
    const step = changed.slice(start, start + PRODUCTS_A_STEP);
    const untold = await admin.publishProductVariants(step);
    await rememberPublished(database, shopId, step, untold);
    refused.push(...untold.filter(({ isGone }) => !isGone));
  }
  if (refused.length > 0) throw new UnpublishedProductsError(refused);
}

/** `{ "<variant id>": "<SKU>" }` of each product. */
function byProduct(variants: IntegratedVariant[]): Map<string, Record<string, string>> {
  const products = new Map<string, Record<string, string>>();
  for (const { productId, variantId, sku } of variants) {
    const product = products.get(productId) ?? {};
    product[variantId] = sku;
    products.set(productId, product);
  }
  return products;
}

async function changedProducts(
  database: Database,
  shopId: string,
  wanted: Map<string, Record<string, string>>,
): Promise<ProductVariants[]> {
  const rows = await database.publishedProduct.findMany({ where: { shopId } });
  const toldBefore = new Map(
    rows.map(({ productId, variants }) => [productId, publishedVariants.parse(variants)]),
  );
  const offered = [...wanted]
    .filter(([productId, variants]) => !isDeepStrictEqual(toldBefore.get(productId), variants))
    .map(([productId, variants]) => ({ productId, variants, published: toldBefore.get(productId) ?? {} }));
  const withdrawn = [...toldBefore]
    .filter(([productId]) => !wanted.has(productId))
    .map(([productId, published]) => ({ productId, variants: {}, published }));
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
  await database.$transaction([
    database.publishedProduct.deleteMany({
      where: { shopId, productId: { in: settled.map(({ productId }) => productId) } },
    }),
    database.publishedProduct.createMany({
      data: settled
        .filter(({ productId, variants }) => !gone.has(productId) && Object.keys(variants).length > 0)
        .map(({ productId, variants }) => ({ shopId, productId, variants, publishedAt })),
    }),
  ]);
}
