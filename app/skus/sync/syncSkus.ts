import type { CustomeowAccount } from "../../accounts/customeowAccounts.ts";
import { BusyError } from "../../database/lock.ts";
import { PostponedError } from "../../jobs/postponed.ts";
import type { JobHandler } from "../../jobs/work.ts";
import type { Log } from "../../log/log.ts";
import { closeRunningSyncs } from "../closeRunningSyncs.ts";
import { OtherStoreError } from "./advance.ts";
import { endSync, noteHindrance } from "./endSync.ts";
import { askForExport } from "./exportVariants.ts";
import { findVariants, isWorthAskingEarly } from "./findVariants.ts";
import { listSkus } from "./listSkus.ts";
import { removeSkus, removeVariants } from "./removeGone.ts";
import { type SkuSync, takeUpSync } from "./skuSync.ts";
import type { SkuSyncServices, VariantReader } from "./skuSyncServices.ts";
import { SyncHeldUpError, SyncStoppedError } from "./stopped.ts";

/** For so long a sync keeps its place among the jobs, then it lets others go first. */
const TURN_MILLISECONDS = 30_000;

/** Until a job looks whether another one still works on the shop's syncs. */
const BUSY_SECONDS = 10;

/**
 * Reads CustoMeow's SKU list, matches it to the shop's variants, and has the storefront told what changed. It goes in
 * small steps, each of which is committed with how far the sync is then: whoever comes next goes on from there.
 *
 * Whoever works on a shop's syncs works on all that were asked for, one after the other.
 */
export function syncSkusHandler(services: SkuSyncServices): JobHandler<"sync-skus"> {
  return async ({ shopId, urgency }, log) => {
    const workThrough = async () => {
      const over = Date.now() + TURN_MILLISECONDS;
      while (await takeStep(services, shopId, urgency, log))
        if (Date.now() > over) throw new PostponedError("The sync goes on after other work.", 0);
    };
    await services.locks.ifFree(`skus ${shopId}`, workThrough).catch((error: unknown) => {
      throw error instanceof BusyError ? new PostponedError(error.message, BUSY_SECONDS) : error;
    });
  };
}

/** @returns whether there may be more to do */
async function takeStep(
  services: SkuSyncServices,
  shopId: string,
  urgency: Parameters<SkuSyncServices["customeow"]["forShop"]>[1],
  log: Log,
): Promise<boolean> {
  const shop = await services.database.shop.findUnique({ where: { id: shopId } });
  const account = await services.customeow.forShop(shopId, urgency);
  if (shop === null || account === null || shop.uninstalledAt !== null) {
    await closeRunningSyncs(services.database, shopId, { code: "not_connected", parameters: {} });
    return false;
  }
  const sync = await takeUpSync(services.sql, shopId, account.storeId);
  if (sync === null) return false;
  try {
    // Nothing is asked of a store that does not count any more.
    if (sync.storeId !== account.storeId) throw new OtherStoreError(true);
    await goOn(services, sync, account, services.shopify.adminApi(shop.domain), log);
  } catch (error) {
    await settle(services, sync, error);
  }
  return true;
}

async function goOn(
  services: SkuSyncServices,
  sync: SkuSync,
  account: CustomeowAccount,
  shop: VariantReader,
  log: Log,
): Promise<void> {
  switch (sync.step) {
    case "list_skus":
      // Shopify exports while the rest of the list is read. Should it not, it is asked again when the list is there.
      if (isWorthAskingEarly(sync))
        await askForExport(services, sync, shop).catch((error: unknown) => {
          log.info({ err: error }, "the variants are exported later");
        });
      else await listSkus(services, sync, account);
      return;
    case "remove_skus":
      await removeSkus(services, sync);
      return;
    case "find_variants":
      await findVariants(services, sync, shop);
      return;
    case "remove_variants":
      await removeVariants(services, sync);
  }
}

/** @throws what the job is to be tried again for */
async function settle(services: SkuSyncServices, sync: SkuSync, error: unknown): Promise<void> {
  if (error instanceof SyncStoppedError) {
    await endSync(services, sync, { state: "failed", failure: error.failure });
    return;
  }
  if (error instanceof OtherStoreError) {
    const code = error.isConnected ? "store_changed" : "not_connected";
    await endSync(services, sync, { state: "failed", failure: { code, parameters: {} } });
    return;
  }
  if (!(error instanceof SyncHeldUpError)) throw error;
  await noteHindrance(services, sync, error.failure);
  const { cause } = error;
  if (cause instanceof Response) throw cause;
  throw cause instanceof Error ? cause : error;
}
