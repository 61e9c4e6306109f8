import type { Order } from "@prisma/client";
import type { CustomeowOrderId } from "../../customeow/ids.ts";
import type { ExistingOrder } from "../../customeow/order.ts";
import { type DesignOfLine, giveDesigns } from "../lifecycle/giveDesigns.ts";
import type { Lifecycle } from "../lifecycle/lifecycle.ts";
import type { OrderChange } from "../lifecycle/orderChange.ts";
import { linesToSend } from "../lifecycle/sending.ts";

/** What CustoMeow has of an order, and how that is known. */
interface CreatedOrder {
  customeowOrderId: CustomeowOrderId;
  how: "created" | "found";
  /** The items that stand in it, by Shopify's ids, with the designs that CustoMeow has of them. */
  lines: readonly DesignOfLine[];
}

/** CustoMeow has the order already, by an earlier attempt or by another way. */
export function markFound(
  lifecycle: Lifecycle,
  order: Pick<Order, "shopId" | "id">,
  { id: customeowOrderId, lineItems }: ExistingOrder,
): Promise<void> {
  return markCreated(lifecycle, order, { customeowOrderId, how: "found", lines: lineItems });
}

/**
 * The order exists in CustoMeow: its designed lines go on to production, the others wait for their design. A line
 * that came into the order while it was being sent is not in it, and CustoMeow takes none later.
 */
export async function markCreated(
  lifecycle: Lifecycle,
  { shopId, id: orderId }: Pick<Order, "shopId" | "id">,
  created: CreatedOrder,
): Promise<void> {
  await lifecycle.change({ shopId, orderId }, (change) => {
    if (!change.submissionHappens("created")) return;
    const { customeowOrderId, how, lines } = created;
    change.noteOrder({ customeowOrderId });
    const afterLostAnswer = change.before.order.attemptedAt !== null;
    change.tell(
      how === "created"
        ? { code: "order_created", parameters: { customeowOrderId } }
        : { code: "order_found_in_customeow", parameters: { customeowOrderId, afterLostAnswer } },
    );
    const taken = new Set(lines.map(({ platformItemId }) => platformItemId));
    failLeftOut(change, taken);
    for (const line of change.lines) {
      if (!taken.has(line.platformItemId)) continue;
      // Cancelled ones too: the merchant must know what CustoMeow has.
      change.noteLine(line, { sentToCustomeow: true });
      change.lineHappens(line, "taken_by_customeow");
    }
    giveDesigns(change, lines);
  });
}

function failLeftOut(change: OrderChange, taken: ReadonlySet<string>): void {
  const order = change.order.platformOrderNo;
  for (const line of linesToSend(change.lines))
    if (!taken.has(line.platformItemId))
      change.lineFails(line, "left_out_by_customeow", { code: "added_after_sending", parameters: { order } });
}
