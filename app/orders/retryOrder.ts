import type { Database, Transaction } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { addToTimeline } from "../timeline/timeline.ts";
import type { FailureCode } from "./failure.ts";
import { lockOrder } from "./lockOrder.ts";
import { refreshOrderState } from "./orderState.ts";

export type Retried = { outcome: "retried" } | { outcome: "not_possible"; reason: string };

/** Lines that failed with these codes go with the order when it is sent again. */
const restorable: readonly FailureCode[] = ["refused", "refused_without_design", "sku_unknown"];

/** Sends an order again that CustoMeow refused, at the merchant's word. */
export async function retryOrder(
  services: { database: Database; jobs: JobQueue },
  shopId: string,
  orderId: string,
): Promise<Retried> {
  return services.database.$transaction(async (transaction) => {
    await lockOrder(transaction, orderId);
    const lines = await transaction.lineItem.count({ where: refusedOf(shopId, orderId) });
    // What is under way, or created, is left alone: CustoMeow cannot add items to an order.
    const { count } = await transaction.order.updateMany({
      where: { id: orderId, shopId, submission: lines > 0 ? { in: ["rejected", "pending"] } : "rejected" },
      data: { submission: "pending" },
    });
    if (count === 0)
      return { outcome: "not_possible", reason: "Only an order that CustoMeow refused can be sent again." };

    await restoreRefusedLines(transaction, shopId, orderId);
    await addToTimeline(
      transaction,
      { shopId, orderId },
      "made_again",
      "Sent to CustoMeow again by the merchant.",
    );
    await refreshOrderState(transaction, orderId);
    await services.jobs.enqueue(transaction, "create-order", { shopId, orderId });
    return { outcome: "retried" };
  });
}

const refusedOf = (shopId: string, orderId: string) => ({
  orderId,
  shopId,
  failureCode: { in: [...restorable] },
});

/** The lines that CustoMeow refused wait to be sent again. The order's lock must be held. */
export async function restoreRefusedLines(
  transaction: Transaction,
  shopId: string,
  orderId: string,
): Promise<void> {
  const refused = refusedOf(shopId, orderId);
  const cleared = { failureCode: null, failureReason: null };
  await transaction.lineItem.updateMany({
    where: { ...refused, customInfoId: null },
    data: { ...cleared, state: "awaiting_customization" },
  });
  await transaction.lineItem.updateMany({ where: refused, data: { ...cleared, state: "queued" } });
}
