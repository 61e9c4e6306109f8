import type { LineItem, Order } from "@prisma/client";
import type { Transaction } from "../database/database.ts";
import { addToTimeline } from "../timeline/timeline.ts";
import { customeowHas, type Whether } from "./customeowHas.ts";

/**
 * The order was cancelled in Shopify: nothing more is made of it. What failed is cancelled too, so that nobody tries
 * it again; files that are ready stay. The order's lock must be held, and its state be refreshed afterwards.
 */
export async function cancelOrder(
  transaction: Transaction,
  order: Order & { lineItems: LineItem[] },
): Promise<void> {
  const { id: orderId, shopId } = order;
  const left: Whether[] = [];
  for (const line of order.lineItems) {
    const has = line.state === "cancelled" ? "no" : customeowHas(order, line);
    left.push(has);
    if (line.state !== "cancelled")
      await transaction.lineItem.update({
        where: { id: line.id },
        data: {
          state: line.state === "ready" ? "ready" : "cancelled",
          failureCode: null,
          failureReason: null,
          advice: ADVICE[has] ?? line.advice,
        },
      });
  }
  const whole = left.includes("yes") ? "yes" : left.includes("maybe") ? "maybe" : "no";
  await addToTimeline(transaction, { shopId, orderId }, "cancelled", MESSAGE[whole]);
}

const MESSAGE: Record<Whether, string> = {
  yes: "The order was cancelled in Shopify. CustoMeow has it already, and does not let this app cancel it: cancel it in CustoMeow too.",
  maybe:
    "The order was cancelled in Shopify while it was being sent. Look whether CustoMeow has it, and cancel it there too.",
  no: "The order was cancelled in Shopify before it was sent. CustoMeow does not get it.",
};

const ADVICE: Record<Whether, string | null> = {
  yes: "The order was cancelled in Shopify, but CustoMeow has this item. Cancel it in CustoMeow too.",
  maybe:
    "The order was cancelled in Shopify while it was being sent. If CustoMeow has it, cancel it there too.",
  no: null,
};
