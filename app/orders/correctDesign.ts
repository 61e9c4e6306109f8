import { parseCustomInfoId } from "../customeow/ids.ts";
import type { Database } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { advanceLineItem } from "./lineItemState.ts";
import { lockOrder } from "./lockOrder.ts";
import { restoreRefusedLines, type Retried } from "./retryOrder.ts";

const CORRECTABLE = ["design_id_invalid", "design_unknown"];

/**
 * The merchant enters the id of the right design for an item that came with a wrong one, and the item goes on. Only
 * while CustoMeow does not have the order: it cannot add an item to one.
 */
export async function correctDesign(
  { database, jobs }: { database: Database; jobs: JobQueue },
  shopId: string,
  lineItemId: string,
  given: string,
): Promise<Retried> {
  const customInfoId = parseCustomInfoId(given.trim());
  if (customInfoId === null)
    return {
      outcome: "not_possible",
      reason: "A design's id is a number of up to 20 digits. Copy it from CustoMeow.",
    };
  return database.$transaction(async (transaction) => {
    const line = await transaction.lineItem.findFirst({
      where: { id: lineItemId, shopId, state: "failed", failureCode: { in: CORRECTABLE } },
    });
    if (line === null)
      return { outcome: "not_possible", reason: "The design of this item can no longer be changed." };
    await lockOrder(transaction, line.orderId);
    const { count } = await transaction.order.updateMany({
      where: { id: line.orderId, shopId, submission: { in: ["pending", "rejected"] } },
      data: { submission: "pending" },
    });
    if (count === 0)
      return {
        outcome: "not_possible",
        reason:
          "CustoMeow has the order already, and cannot add an item to it. Order this item in CustoMeow by hand.",
      };
    await restoreRefusedLines(transaction, shopId, line.orderId);
    const message = `The merchant entered the design ${customInfoId}.`;
    const moved = await advanceLineItem(
      transaction,
      line,
      { from: ["failed"], to: "queued" },
      { kind: "design_completed", message },
      { customInfoId },
    );
    if (moved) await jobs.enqueue(transaction, "create-order", { shopId, orderId: line.orderId });
    return { outcome: "retried" };
  });
}
