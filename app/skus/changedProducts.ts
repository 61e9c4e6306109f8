import sql from "sql-template-tag";
import { z } from "zod";
import type { Sql } from "../database/sql.ts";
import type { ProductVariants } from "../shopify/operations/storefrontMetafields.ts";
import { integratedVariants } from "./integratedVariants.ts";

/** Some of the shop's products, in the order of their ids. */
export interface ProductPage {
  /** The id of the last of them. */
  last: string;
  /** Those of them that the storefront must be told, as they are to be. */
  changed: ProductVariants[];
}

const PRODUCTS_A_PAGE = 100;

/** `{ "<variant id>": "<SKU>" }` */
const variants = z.record(z.string(), z.string());
const changedProducts = z.array(
  z.object({ productId: z.string(), wanted: variants, published: variants.nullable() }),
);

/**
 * Compares what the storefront should know of a product with what it was told the last time. A product that has
 * nothing to personalise any more is told so again until its row is gone.
 *
 * What was told before the app was installed the last time may have gone with it, and is told again too.
 * @param isConnected otherwise no product is offered
 * @returns null where no product follows
 */
export async function readProductPage(
  rows: Sql,
  shopId: string,
  afterProductId: string,
  isConnected: boolean,
): Promise<ProductPage | null> {
  const offered = sql`${integratedVariants(shopId)} AND ${isConnected}`;
  const [page] = await rows.rows<{ last: string | null; changed: unknown }>(sql`
    WITH page AS (
      (SELECT DISTINCT variant."productId" FROM ${offered}
        AND variant."productId" > ${afterProductId} ORDER BY variant."productId" LIMIT ${PRODUCTS_A_PAGE})
      UNION
      (SELECT "productId" FROM "PublishedProduct"
        WHERE "shopId" = ${shopId}::uuid AND "productId" > ${afterProductId}
        ORDER BY "productId" LIMIT ${PRODUCTS_A_PAGE})
      ORDER BY "productId" LIMIT ${PRODUCTS_A_PAGE}
    ), compared AS (
      SELECT page."productId", coalesce(wanted.variants, '{}') AS wanted,
        CASE WHEN published."productId" IS NULL THEN '{}' ELSE published."variants" END AS published,
        coalesce(published."publishedAt" < shop."installedAt", false) AS outdated
      FROM page
      JOIN "Shop" AS shop ON shop."id" = ${shopId}::uuid
      LEFT JOIN "PublishedProduct" AS published
        ON published."shopId" = shop."id" AND published."productId" = page."productId"
      CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(variant."variantId", variant.sku) AS variants
        FROM ${offered} AND variant."productId" = page."productId"
      ) AS wanted
    )
    SELECT max("productId") AS last,
      coalesce(jsonb_agg(compared ORDER BY "productId")
        FILTER (WHERE wanted = '{}' OR outdated OR published IS DISTINCT FROM wanted), '[]') AS changed
    FROM compared`);
  if (page === undefined || page.last === null) return null;
  return {
    last: page.last,
    changed: changedProducts.parse(page.changed).map(({ productId, wanted, published }) => ({
      productId,
      variants: wanted,
      ...(published === null ? {} : { published }),
    })),
  };
}
