import { isCertain } from "../../customeow/listReading.ts";
import { requestSkuSync } from "../requestSync.ts";
import { advance } from "./advance.ts";
import { endSync } from "./endSync.ts";
import { forgetSkus, goneSkus } from "./keepSkus.ts";
import { forgetVariants, goneVariants } from "./keepVariants.ts";
import type { SkuSync } from "./skuSync.ts";
import type { SkuSyncServices } from "./skuSyncServices.ts";

/** How many rows one transaction deletes. */
const ROWS_AT_ONCE = 1_000;

/**
 * Forgets SKUs that CustoMeow's list does not have any more. A list that kept changing while it was read does not
 * tell: it is read once more, by another sync, before anything is taken off the storefront.
 */
export async function removeSkus(services: SkuSyncServices, sync: SkuSync): Promise<void> {
  const { shopId } = sync;
  if (!isCertain(sync.reading)) {
    await services.database.$transaction((rows) => requestSkuSync(rows, services.jobs, shopId, "upkeep"));
    await advance(services.sql, sync, () => ({ sync: { step: "find_variants" } }));
    return;
  }
  const gone = await goneSkus(services.sql, sync, ROWS_AT_ONCE);
  await advance(services.sql, sync, async (rows) => ({
    storefrontChanged: await forgetSkus(rows, shopId, gone),
    sync: { step: gone.length < ROWS_AT_ONCE ? "find_variants" : "remove_skus" },
  }));
}

/** Forgets variants that are gone, or carry none of CustoMeow's SKUs any more. With the last the sync is done. */
export async function removeVariants(services: SkuSyncServices, sync: SkuSync): Promise<void> {
  const gone = await goneVariants(services.sql, sync, ROWS_AT_ONCE);
  if (gone.length === 0) {
    await endSync(services, sync, { state: "succeeded" });
    return;
  }
  await advance(services.sql, sync, async (rows) => ({
    storefrontChanged: await forgetVariants(rows, sync.shopId, gone),
  }));
}
