import { Prisma } from "@prisma/client";
import type { CustomeowAccounts } from "../accounts/customeowAccounts.ts";
import { factOfFailure } from "../accounts/customeowFailures.ts";
import { markKeyRefused } from "../accounts/markKeyRefused.ts";
import { retryLater } from "../accounts/retryLater.ts";
import type { ListedSku } from "../customeow/sku.ts";
import type { Database } from "../database/database.ts";
import type { SqlPool } from "../database/sql.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { JobHandler } from "../jobs/work.ts";
import type { AdminApi } from "../shopify/adminApi.ts";
import type { ShopVariant } from "../shopify/operations/variantsBySku.ts";
import { lockShop } from "../shops/lockShop.ts";
import { closeRunningSyncs } from "./closeRunningSyncs.ts";
import { requestPublishing } from "./requestPublishing.ts";
import type { SkuSyncFailure } from "./skuSyncFailures.ts";

export interface SkuSyncServices {
  database: Database;
  sql: SqlPool;
  jobs: JobQueue;
  customeow: CustomeowAccounts;
  shopify: { adminApi(shopDomain: string): Pick<AdminApi, "variantsBySku"> };
}

/**
 * Reads CustoMeow's whole SKU list, matches it to the shop's variants, and has the storefront told. SKUs are
 * compared letter by letter: CustoMeow and Shopify both tell `mug-1` from `MUG-1`, and a looser match could offer
 * the wrong customizer.
 */
export function syncSkusHandler(services: SkuSyncServices): JobHandler<"sync-skus"> {
  return async ({ shopId, urgency }) => {
    const { database } = services;
    const shop = await database.shop.findUnique({ where: { id: shopId } });
    const account = await services.customeow.forShop(shopId, urgency);
    if (shop === null || account === null || shop.uninstalledAt !== null) {
      await closeRunningSyncs(database, shopId, NOT_CONNECTED);
      return;
    }

    const sync = await openSync(database, shopId);
    const listed = await account.client.everySku(account.storeId);
    if (!listed.ok) {
      if (listed.failure.kind === "bad_key")
        await markKeyRefused(services.sql, shopId, account.apiKeyFingerprint);
      await failSync(database, sync.id, factOfFailure(listed.failure));
      if (listed.failure.kind === "unavailable" || listed.failure.kind === "over_quota")
        throw retryLater(listed.failure);
      return;
    }

    const skus = listed.value;
    const variants = await services.shopify
      .adminApi(shop.domain)
      .variantsBySku(skus.map(({ sku }) => sku))
      .catch(async (error: unknown) => {
        await failSync(database, sync.id, NO_VARIANTS);
        throw error;
      });
    await keepMatch(services, { shopId, storeId: account.storeId, syncId: sync.id }, skus, variants);
  };
}

/** The sync that was asked for, or a new one. It begins with this: what changes from here on needs another. */
async function openSync(database: Database, shopId: string): Promise<{ id: string }> {
  const asked = await database.skuSync.findFirst({
    where: { shopId, state: "running" },
    orderBy: { startedAt: "desc" },
    select: { id: true },
  });
  const begunAt = new Date();
  return asked === null
    ? database.skuSync.create({ data: { shopId, state: "running", begunAt }, select: { id: true } })
    : database.skuSync.update({ where: { id: asked.id }, data: { begunAt }, select: { id: true } });
}

const NOT_CONNECTED: SkuSyncFailure = { code: "not_connected", parameters: {} };
const STORE_CHANGED: SkuSyncFailure = { code: "store_changed", parameters: {} };
const NO_VARIANTS: SkuSyncFailure = { code: "no_variants", parameters: {} };

/** A sync that another job finished in the meantime stays as it is. */
async function failSync(
  database: Pick<Database, "skuSync">,
  id: string,
  failure: SkuSyncFailure,
): Promise<void> {
  await database.skuSync.updateMany({
    where: { id, state: "running" },
    data: { state: "failed", finishedAt: new Date(), failure },
  });
}

/** Invariant: what is kept is always of the connected store, however late a reading of another one comes. */
async function keepMatch(
  { database, jobs }: SkuSyncServices,
  { shopId, storeId, syncId }: { shopId: string; storeId: string; syncId: string },
  skus: ListedSku[],
  variants: ShopVariant[],
): Promise<void> {
  const now = new Date();
  await database.$transaction(async (transaction) => {
    await lockShop(transaction, shopId);
    const connection = await transaction.customeowConnection.findUnique({ where: { shopId } });
    if (connection?.storeId !== storeId) {
      await failSync(transaction, syncId, connection === null ? NOT_CONNECTED : STORE_CHANGED);
      return;
    }
    await transaction.customeowSku.deleteMany({ where: { shopId } });
    await transaction.customeowSku.createMany({
      data: skus.map(({ id, sku, integratedStatus, custom }) => ({
        shopId,
        customeowSkuId: id,
        sku,
        integratedStatus,
        customTitle: custom?.title || null,
        syncedAt: now,
      })),
    });
    await transaction.matchedVariant.deleteMany({ where: { shopId } });
    await transaction.matchedVariant.createMany({
      data: variants.map((variant) => ({ shopId, ...variant })),
    });
    // Those that were asked for since wait for a reading of their own.
    await transaction.skuSync.updateMany({
      where: { shopId, state: "running", begunAt: { not: null } },
      data: { state: "succeeded", finishedAt: now, failure: Prisma.DbNull },
    });
    await transaction.skuSync.update({
      where: { id: syncId },
      data: {
        state: "succeeded",
        finishedAt: now,
        failure: Prisma.DbNull,
        skuCount: skus.length,
        matchedCount: variants.length,
      },
    });
    await requestPublishing(transaction, jobs, shopId);
  });
}
