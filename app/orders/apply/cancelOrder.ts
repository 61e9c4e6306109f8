import type { Whether } from "../lifecycle/facts.ts";
import type { OrderChange } from "../lifecycle/orderChange.ts";
import { customeowHas } from "../lifecycle/sending.ts";

/**
 * The order was cancelled in Shopify: nothing more is made of it. What failed is cancelled too, so that nobody tries
 * it again; files that are ready stay.
 */
export function cancelOrder(change: OrderChange): void {
  const left: Whether[] = [];
  for (const line of change.lines) {
    if (line.state === "cancelled") continue;
    const has = customeowHas(change.order, line);
    left.push(has);
    change.lineHappens(line, "cancelled");
    if (has === "no") continue;
    const advice = { code: "cancel_order", parameters: { customeowHas: has } } as const;
    change.advise(line, [advice], ["cancel_item", "change_quantity", "change_design"]);
  }
  const whole = left.includes("yes") ? "yes" : left.includes("maybe") ? "maybe" : "no";
  change.tell({ code: "order_cancelled", parameters: { customeowHas: whole } });
}
