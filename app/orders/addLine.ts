import type { Transaction } from "../database/database.ts";
import { addToTimeline } from "../timeline/timeline.ts";
import type { ChangedOrder, LineChange } from "./changeOrder.ts";
import { lineFailures } from "./failure.ts";
import type { MappedLine } from "./mapOrder.ts";
import { newLine } from "./recordOrder.ts";

/** A line that was added to a recorded order. It joins what is still to be sent; to what was sent it comes too late. */
export async function addLine(
  transaction: Transaction,
  { order, isCancelled }: ChangedOrder,
  added: MappedLine,
): Promise<LineChange> {
  const { id: orderId, shopId } = order;
  const row = newLine(shopId, added, isCancelled);
  const isTooLate = order.submission === "created" && row.state !== "cancelled";
  const failure = isTooLate ? lineFailures.addedAfterSending(order.platformOrderNo) : null;
  const late =
    failure === null
      ? {}
      : { state: "failed" as const, failureCode: failure.code, failureReason: failure.reason };
  const {
    id: lineItemId,
    state,
    failureReason,
    failureCode,
  } = await transaction.lineItem.create({
    data: { ...row, ...late, orderId },
  });

  const subject = { shopId, orderId, lineItemId };
  if (state === "failed")
    await addToTimeline(transaction, subject, "failed", failureReason ?? "", { code: failureCode });
  else if (state !== "cancelled")
    await addToTimeline(
      transaction,
      subject,
      "order_changed",
      "An item was added to the order in Shopify. It goes to CustoMeow with the others.",
    );
  return state === "queued" || state === "awaiting_customization" ? "sendable" : "changed";
}
