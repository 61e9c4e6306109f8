import { type IntegratedStatus, Prisma } from "@prisma/client";
import { z } from "zod";
import type { Database } from "../database/database.ts";
import { type Page, type PageRequest, readPage, type Start } from "../lists/paging.ts";
import { storableText } from "../text/storableText.ts";
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

type ListedSku = Omit<SkuRow, "variants">;

export interface SkuPage extends Page<SkuRow> {
  /** Of each tab, with the search applied. */
  counts: Record<SkuTab, number>;
  lastSync: SkuSyncView | null;
}

const SKUS_A_PAGE = 50;
const LONGEST_SEARCH = 100;
/** Longer than any that Shopify or CustoMeow takes. */
const LONGEST_SKU = 1000;

/** The SKU, and CustoMeow's id, which tells apart those that are written alike. */
type SortedBy = [string, string];
const storable = z.string().refine((text) => storableText(text, LONGEST_SKU) === text);
const sortedBy = z.tuple([storable, storable]);

/** One page of CustoMeow's SKUs with the shop's variants that carry them. */
export async function readSkuPage(
  database: Database,
  shopId: string,
  asked: { tab: SkuTab; search: string; page: PageRequest | null },
): Promise<SkuPage> {
  const listed = listedSkus(shopId, storableText(asked.search, LONGEST_SEARCH));
  const [page, counts, lastSync] = await Promise.all([
    readPage(asked.page, {
      pageSize: SKUS_A_PAGE,
      sortedBy,
      sortedByOf: ({ sku, customeowSkuId }: ListedSku): SortedBy => [sku, customeowSkuId],
      read: (start: Start<SortedBy> | null, most) => readRows(database, listed, asked.tab, start, most),
    }),
    countTabs(database, listed),
    lastSkuSync(database, shopId),
  ]);
  return { ...page, rows: await withVariants(database, shopId, page.rows), counts, lastSync };
}

function readRows(
  database: Database,
  listed: Prisma.Sql,
  tab: SkuTab,
  start: Start<SortedBy> | null,
  most: number,
): Promise<ListedSku[]> {
  const isBackwards = start?.side === "before";
  const beyond =
    start === null
      ? Prisma.empty
      : Prisma.sql`AND (sku, "customeowSkuId") ${isBackwards ? Prisma.sql`<` : Prisma.sql`>`} (${Prisma.join(start.sortedBy)})`;
  const inOrder = isBackwards
    ? Prisma.sql`ORDER BY sku DESC, "customeowSkuId" DESC`
    : Prisma.sql`ORDER BY sku, "customeowSkuId"`;
  return database.$queryRaw<ListedSku[]>`
    SELECT "customeowSkuId", sku, "customTitle", "integratedStatus"::text AS "integratedStatus"
    FROM (${listed}) listed
    WHERE ${tabCondition[tab]} ${beyond}
    ${inOrder} LIMIT ${most}`;
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
  rows: readonly ListedSku[],
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
