import type { SkuSync } from "@prisma/client";
import type { Database } from "../database/database.ts";
import { readFact } from "../facts/fact.ts";
import { type SkuSyncFailure, skuSyncFailures } from "./skuSyncFailures.ts";
import { listReading } from "./sync/skuSync.ts";

/** The newest sync of a shop, or the one that is under way. */
export interface SkuSyncView {
  state: "running" | "succeeded" | "failed";
  startedAt: Date;
  finishedAt: Date | null;
  /** What stopped it, or holds it up. */
  failure: SkuSyncFailure | null;
  /** Null where it has not begun, or is over. */
  progress: SkuSyncProgress | null;
}

export type SkuSyncProgress =
  | { doing: "reading_skus"; read: number; total: number | null }
  /** Shopify makes the list of all variants. */
  | { doing: "waiting_for_shopify" }
  | { doing: "reading_variants"; read: number }
  | { doing: "searching_variants"; read: number; total: number }
  | { doing: "finishing" };

/** Null before the first. */
export async function lastSkuSync(
  database: Pick<Database, "skuSync">,
  shopId: string,
): Promise<SkuSyncView | null> {
  const underWay = { shopId, state: "running", begunAt: { not: null } } as const;
  const sync =
    (await database.skuSync.findFirst({ where: underWay })) ??
    (await database.skuSync.findFirst({ where: { shopId }, orderBy: { startedAt: "desc" } }));
  if (sync === null) return null;
  const { state, startedAt, finishedAt, failure } = sync;
  return {
    state,
    startedAt,
    finishedAt,
    failure: failure === null ? null : readFact(skuSyncFailures, failure),
    progress: progressOf(sync),
  };
}

function progressOf(sync: SkuSync): SkuSyncProgress | null {
  if (sync.state !== "running" || sync.begunAt === null) return null;
  const { known, count } = listReading.parse(sync.reading);
  switch (sync.step) {
    case "list_skus":
      return { doing: "reading_skus", read: Math.min(known, count ?? known), total: count };
    case "remove_skus":
    case "remove_variants":
      return { doing: "finishing" };
    case "find_variants":
      if (sync.searchedUpTo !== null || sync.exportAttempts === 0)
        return { doing: "searching_variants", read: sync.variantsRead, total: known };
      return sync.variantsRead === 0
        ? { doing: "waiting_for_shopify" }
        : { doing: "reading_variants", read: sync.variantsRead };
  }
}
