import type { Database } from "../database/database.ts";
import type { SkuSyncFailure } from "./skuSyncFailures.ts";

/** No job will finish them any more. */
export async function closeRunningSyncs(
  database: Pick<Database, "skuSync">,
  shopId: string,
  failure: SkuSyncFailure,
): Promise<void> {
  await database.skuSync.updateMany({
    where: { shopId, state: "running" },
    data: { state: "failed", finishedAt: new Date(), failure },
  });
}
