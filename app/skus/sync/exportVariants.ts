import { PostponedError } from "../../jobs/postponed.ts";
import { ExportGoneError, type ExportState } from "../../shopify/operations/variantExport.ts";
import type { ShopVariant } from "../../shopify/operations/shopVariant.ts";
import { advance } from "./advance.ts";
import { keepVariants } from "./keepVariants.ts";
import { countSeen, forgetSeen, noteSeen } from "./seenIds.ts";
import type { SkuSync } from "./skuSync.ts";
import type { SkuSyncServices, VariantReader } from "./skuSyncServices.ts";
import { stoppedByShopify, SyncStoppedError } from "./stopped.ts";

type ExportingSync = SkuSync & { exportId: string };

/** How many variants one transaction writes. */
const VARIANTS_AT_ONCE = 1_000;

const BUSY_SECONDS = 30;

/**
 * Asks Shopify to export all variants. That it is asked is committed first, and each request carries a mark: an
 * export of which no answer came is found by it, and not run twice.
 * @throws PostponedError where Shopify runs as many as it does at once
 */
export async function askForExport(
  services: SkuSyncServices,
  sync: SkuSync,
  shop: VariantReader,
): Promise<void> {
  const isFirst = sync.exportAttempts === 0;
  const asking = isFirst ? await advance(services.sql, sync, () => ({ sync: { exportAttempts: 1 } })) : sync;
  const exportId = await startOrFind(shop, markOf(asking), isFirst).catch((error: unknown) => {
    throw stoppedByShopify(error);
  });
  if (exportId === null) throw new PostponedError("Shopify runs other bulk operations.", BUSY_SECONDS);
  await advance(services.sql, asking, () => ({ sync: { exportId } }));
}

const markOf = ({ id, exportAttempts }: SkuSync) => `SKU sync ${id}, export ${exportAttempts}`;

/** @returns null where Shopify runs as many as it does at once */
async function startOrFind(shop: VariantReader, mark: string, isFirst: boolean): Promise<string | null> {
  const found = isFirst ? null : await shop.findVariantExport(mark);
  if (found !== null) return found;
  const start = await shop.startVariantExport(mark);
  return start.outcome === "started" ? start.exportId : null;
}

/** Looks whether the export is done, and keeps what it holds. */
export async function readExport(
  services: SkuSyncServices,
  sync: ExportingSync,
  shop: VariantReader,
): Promise<void> {
  const state = await shop.lookAtVariantExport(sync.exportId).catch((error: unknown) => {
    throw stoppedByShopify(error);
  });
  switch (state.state) {
    case "running":
      throw new PostponedError("Shopify is exporting the variants.", pollSeconds(state.createdAt));
    case "denied":
      throw new SyncStoppedError({ code: "variants_denied", parameters: {} });
    case "lost":
      await askAnew(services, sync);
      return;
    case "completed":
      await keepExport(services, sync, shop, state);
  }
}

const LEAST_POLL_SECONDS = 1;
const MOST_POLL_SECONDS = 60;

/** A fifth of the time that it has taken up to now: a short export is noticed soon, a long one asked for seldom. */
function pollSeconds(createdAt: Date): number {
  const passed = (Date.now() - createdAt.getTime()) / 1000;
  return Math.min(MOST_POLL_SECONDS, Math.max(LEAST_POLL_SECONDS, passed / 5));
}

/** Forgets the export, and what was read of it. */
async function askAnew(services: SkuSyncServices, sync: SkuSync): Promise<void> {
  await advance(services.sql, sync, async (rows) => {
    await forgetSeen(rows, sync, "variants");
    return { sync: { exportId: null, exportAttempts: sync.exportAttempts + 1, variantsRead: 0 } };
  });
}

/** Keeps the variants in small transactions, from the first that was not kept yet. */
async function keepExport(
  services: SkuSyncServices,
  sync: SkuSync,
  shop: VariantReader,
  { url, variantCount }: Extract<ExportState, { state: "completed" }>,
): Promise<void> {
  let current = sync;
  try {
    for await (const variants of inBatches(url === null ? [] : shop.exportedVariants(url), sync.variantsRead))
      current = await keepBatch(services, current, variants);
  } catch (error) {
    if (!(error instanceof ExportGoneError)) throw error;
    await askAnew(services, current);
    return;
  }
  // What is missing would be taken for deleted.
  if (current.variantsRead < variantCount) await askAnew(services, current);
  else await advance(services.sql, current, () => ({ sync: { step: "remove_variants" } }));
}

async function keepBatch(
  services: SkuSyncServices,
  sync: SkuSync,
  variants: ShopVariant[],
): Promise<SkuSync> {
  return advance(services.sql, sync, async (rows) => {
    const { ids, storefrontChanged } = await keepVariants(rows, sync.shopId, variants);
    await noteSeen(rows, sync, "variants", await countSeen(rows, sync, "variants"), ids);
    return { sync: { variantsRead: sync.variantsRead + variants.length }, storefrontChanged };
  });
}

/** @param skipped how many at the beginning are left out */
async function* inBatches(
  variants: AsyncIterable<ShopVariant> | Iterable<ShopVariant>,
  skipped: number,
): AsyncGenerator<ShopVariant[]> {
  let toSkip = skipped;
  let batch: ShopVariant[] = [];
  try {
    for await (const variant of variants) {
      if (toSkip > 0) {
        toSkip -= 1;
        continue;
      }
      batch.push(variant);
      if (batch.length < VARIANTS_AT_ONCE) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    throw error instanceof ExportGoneError ? error : stoppedByShopify(error);
  }
  if (batch.length > 0) yield batch;
}
