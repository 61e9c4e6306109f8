import type { ProductionState } from "@prisma/client";
import type { Transaction } from "../database/database.ts";
import { lineFailures } from "../orders/failure.ts";
import { failLineItem } from "../orders/lineItemState.ts";
import { lockOrder } from "../orders/lockOrder.ts";
import { addToTimeline } from "../timeline/timeline.ts";

const UNFINISHED: readonly ProductionState[] = ["awaiting_customization", "sent", "composing", "no_template"];

/** CustoMeow no longer has an order that it had taken. The merchant is told, once; files that are ready stay. */
export async function tellMissing(transaction: Transaction, orderId: string): Promise<void> {
  await lockOrder(transaction, orderId);
  const order = await transaction.order.findUnique({
    where: { id: orderId, submission: "created", confirmedAt: null, cancelledAt: null },
    include: { lineItems: { where: { sentToCustomeow: true } } },
  });
  if (order === null) return;
  const { shopId, platformOrderNo, lineItems } = order;
  const failure = lineFailures.missingInCustomeow(platformOrderNo);
  let isTold = false;
  for (const line of lineItems) if (await failLineItem(transaction, line, UNFINISHED, failure)) isTold = true;
  await transaction.lineItem.updateMany({
    where: { orderId, sentToCustomeow: true, state: "ready" },
    data: { advice: failure.reason },
  });
  if (!isTold)
    await addToTimeline(transaction, { shopId, orderId }, "failed", failure.reason, { code: failure.code });
  await transaction.order.update({ where: { id: orderId }, data: { confirmedAt: new Date() } });
}
