import type { Lifecycle } from "../lifecycle/lifecycle.ts";
import { refusedLines, sendAgain } from "../lifecycle/sendAgain.ts";
import { NOT_THERE, type Retried } from "../lifecycle/retried.ts";

/** Sends an order again that CustoMeow refused, at the merchant's word. */
export async function retryOrder(
  { lifecycle }: { lifecycle: Lifecycle },
  shopId: string,
  orderId: string,
): Promise<Retried> {
  const retried = await lifecycle.change<Retried>({ shopId, orderId }, (change) => {
    const isRefused = change.order.submission === "rejected" || refusedLines(change.lines).length > 0;
    // What is under way, or created, is left alone: CustoMeow cannot add items to an order.
    if (!isRefused || !sendAgain(change)) return { outcome: "not_possible", reason: "order_not_refused" };
    change.tell({ code: "order_sent_again", parameters: {} });
    return { outcome: "retried" };
  });
  return retried ?? NOT_THERE;
}
