import { parseCustomInfoId } from "../../customeow/ids.ts";
import { failuresWithRemedy } from "../lifecycle/failures.ts";
import type { Lifecycle } from "../lifecycle/lifecycle.ts";
import type { Retried } from "../lifecycle/retried.ts";
import { sendAgain } from "../lifecycle/sendAgain.ts";

const correctable: readonly string[] = failuresWithRemedy("enter_design");

/**
 * The merchant enters the id of the right design for an item that came with a wrong one, and the item goes on. Only
 * while CustoMeow does not have the order: it cannot add an item to one.
 */
export async function correctDesign(
  { lifecycle }: { lifecycle: Lifecycle },
  shopId: string,
  lineItemId: string,
  given: string,
): Promise<Retried> {
  const customInfoId = parseCustomInfoId(given.trim());
  if (customInfoId === null) return { outcome: "not_possible", reason: "design_id_wrong" };
  const line = await lifecycle.read({ shopId, lineItemId });
  if (line === null) return { outcome: "not_possible", reason: "design_settled" };
  // The whole order: what was refused with the item is sent with it.
  const retried = await lifecycle.change<Retried>({ shopId, orderId: line.order.id }, (change) => {
    const corrected = change.line(lineItemId);
    if (corrected?.state !== "failed" || !correctable.includes(corrected.failureCode ?? ""))
      return { outcome: "not_possible", reason: "design_settled" };
    if (!sendAgain(change)) return { outcome: "not_possible", reason: "order_already_sent" };
    change.lineHappens(corrected, "design_entered", { customInfoId });
    change.tell({ code: "design_entered", parameters: { design: customInfoId } }, corrected);
    return { outcome: "retried" };
  });
  return retried ?? { outcome: "not_possible", reason: "design_settled" };
}
