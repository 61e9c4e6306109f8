import type { Transaction } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { lockShop } from "../shops/lockShop.ts";

/**
 * Asks for a new reading of the SKU list; the page shows it as running from this moment on. However often it is
 * asked for, one reading at most waits to begin: whatever changed before that, it sees.
 * @param urgency against the other requests of the key: a person waits, or something changed, as CustoMeow's webhooks
 *   tell, and orders go first
 */
export async function requestSkuSync(
  transaction: Transaction,
  jobs: JobQueue,
  shopId: string,
  urgency: "person" | "upkeep",
): Promise<void> {
  await lockShop(transaction, shopId);
  const waiting = await transaction.skuSync.count({ where: { shopId, state: "running", begunAt: null } });
  if (waiting > 0 && urgency !== "person") return;
  if (waiting === 0) await transaction.skuSync.create({ data: { shopId, state: "running" } });
  await jobs.enqueue(transaction, "sync-skus", { shopId, urgency });
}
