import type { Database } from "../database/database.ts";

/** No job will finish them any more. @param failureReason in words that a merchant knows */
export async function closeRunningSyncs(
  database: Pick<Database, "skuSync">,
  shopId: string,
  failureReason: string,
): Promise<void> {
  await database.skuSync.updateMany({
    where: { shopId, state: "running" },
    data: { state: "failed", finishedAt: new Date(), failureReason },
  });
}
