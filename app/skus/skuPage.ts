import { type IntegratedStatus, Prisma } from "@prisma/client";
import type { Database } from "../database/database.ts";
import { lastSkuSync, type SkuSyncView } from "./lastSync.ts";
import type { SkuTab } from "./skuTabs.ts";

export interface SkuRow {
  customeowSkuId: string;
  sku: string;
  customTitle: string | null;
  integratedStatus: IntegratedStatus;
  variants: {
    variantId: string;
    productId: string;
    productTitle: string;
    variantTitle: string;
    imageUrl: string | null;
  }[];
}

export interface SkuPage {
  rows: SkuRow[];
  /** Of the tab, with the search applied. */
  total: number;
  counts: Record<SkuTab, number>;
  lastSync: SkuSyncView | null;
}

export const SKUS_A_PAGE = 50;

/** One page of CustoMeow's SKUs with the shop's variants that carry them. @param page counted from 1 */
export async function readSkuPage(
  database: Database,
  shopId: string,
  asked: { tab: SkuTab; search: string; page: number },
): Promise<SkuPage> {
  const listed = listedSkus(shopId, asked.search);
  const [rows, counts, lastSync] = await Promise.all([
    database.$queryRaw<Omit<SkuRow, "variants">[]>`
      SELECT "customeowSkuId", sku, "customTitle", "integratedStatus"::text AS "integratedStatus"
      FROM (${listed}) listed
      WHERE ${tabCondition[asked.tab]}
      ORDER BY sku, "customeowSkuId"
      LIMIT ${SKUS_A_PAGE} OFFSET ${(asked.page - 1) * SKUS_A_PAGE}`,
    countTabs(database, listed),
    lastSkuSync(database, shopId),
  ]);
  return {
    rows: await withVariants(database, shopId, rows),
    total: counts[asked.tab],
    counts,
    lastSync,
  };
}

/** Matched in the database: a list of 100,000 SKUs is more than one statement takes as parameters. */
function listedSkus(shopId: string, search: string): Prisma.Sql {
  const pattern = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return Prisma.sql`
    SELECT listed.*, EXISTS (
      SELECT FROM "MatchedVariant" variant
      WHERE variant."shopId" = listed."shopId" AND variant.sku = listed.sku
    ) AS matched
    FROM "CustomeowSku" listed
    WHERE listed."shopId" = ${shopId}::uuid
      AND (${search} = '' OR listed.sku ILIKE ${pattern} OR listed."customTitle" ILIKE ${pattern})`;
}

const tabCondition: Record<SkuTab, Prisma.Sql> = {
  all: Prisma.sql`true`,
  integrated: Prisma.sql`matched AND "integratedStatus" = 'integrated'`,
  not_integrated: Prisma.sql`matched AND "integratedStatus" <> 'integrated'`,
  unmatched: Prisma.sql`NOT matched`,
};

async function countTabs(database: Database, listed: Prisma.Sql): Promise<Record<SkuTab, number>> {
  const [counts] = await database.$queryRaw<Record<SkuTab, number>[]>`
    SELECT
      count(*)::int AS "all",
      count(*) FILTER (WHERE ${tabCondition.integrated})::int AS integrated,
      count(*) FILTER (WHERE ${tabCondition.not_integrated})::int AS not_integrated,
      count(*) FILTER (WHERE ${tabCondition.unmatched})::int AS unmatched
    FROM (${listed}) listed`;
  return counts ?? { all: 0, integrated: 0, not_integrated: 0, unmatched: 0 };
}

async function withVariants(
  database: Database,
  shopId: string,
  rows: Omit<SkuRow, "variants">[],
): Promise<SkuRow[]> {
  const variants = await database.matchedVariant.findMany({
    where: { shopId, sku: { in: rows.map(({ sku }) => sku) } },
    orderBy: [{ productTitle: "asc" }, { variantTitle: "asc" }],
  });
  return rows.map(({ customeowSkuId, sku, customTitle, integratedStatus }) => ({
    customeowSkuId,
    sku,
    customTitle,
    integratedStatus,
    variants: variants
      .filter((variant) => variant.sku === sku)
      .map(({ variantId, productId, productTitle, variantTitle, imageUrl }) => ({
        variantId,
        productId,
        productTitle,
        variantTitle,
        imageUrl,
      })),
  }));
}
