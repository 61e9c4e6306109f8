import type { IntegratedStatus, Prisma } from "@prisma/client";
import type { Database } from "../database/database.ts";

/** The tabs of the SKU page. */
export type SkuTab = "all" | "integrated" | "not_integrated" | "unmatched";
export const skuTabs: readonly SkuTab[] = ["all", "integrated", "not_integrated", "unmatched"];

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

export interface SkuSyncView {
  state: "running" | "succeeded" | "failed";
  startedAt: Date;
  finishedAt: Date | null;
  failureReason: string | null;
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
  const matched = await matchedSkus(database, shopId);
  const where = (tab: SkuTab): Prisma.CustomeowSkuWhereInput => ({
    shopId,
    ...tabFilter(tab, matched),
    ...searchFilter(asked.search),
  });
  const [rows, counts, lastSync] = await Promise.all([
    database.customeowSku.findMany({
      where: where(asked.tab),
      orderBy: [{ sku: "asc" }, { customeowSkuId: "asc" }],
      skip: (asked.page - 1) * SKUS_A_PAGE,
      take: SKUS_A_PAGE,
    }),
    Promise.all(
      skuTabs.map(async (tab) => [tab, await database.customeowSku.count({ where: where(tab) })] as const),
    ),
    lastSkuSync(database, shopId),
  ]);
  const countByTab = Object.fromEntries(counts) as Record<SkuTab, number>;
  return {
    rows: await withVariants(database, shopId, rows),
    total: countByTab[asked.tab],
    counts: countByTab,
    lastSync,
  };
}

/** Null before the first. */
export async function lastSkuSync(database: Database, shopId: string): Promise<SkuSyncView | null> {
  return database.skuSync.findFirst({
    where: { shopId },
    orderBy: { startedAt: "desc" },
    select: { state: true, startedAt: true, finishedAt: true, failureReason: true },
  });
}

async function matchedSkus(database: Database, shopId: string): Promise<string[]> {
  const rows = await database.matchedVariant.findMany({
    where: { shopId },
    distinct: ["sku"],
    select: { sku: true },
  });
  return rows.map(({ sku }) => sku);
}

function tabFilter(tab: SkuTab, matched: string[]): Prisma.CustomeowSkuWhereInput {
  switch (tab) {
    case "all":
      return {};
    case "integrated":
      return { integratedStatus: "integrated", sku: { in: matched } };
    case "not_integrated":
      return { integratedStatus: { not: "integrated" }, sku: { in: matched } };
    case "unmatched":
      return { sku: { notIn: matched } };
  }
}

function searchFilter(search: string): Prisma.CustomeowSkuWhereInput {
  if (search === "") return {};
  const contains = { contains: search, mode: "insensitive" } as const;
  return { OR: [{ sku: contains }, { customTitle: contains }] };
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
