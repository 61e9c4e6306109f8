import type { Advice } from "../lifecycle/facts.ts";
import type { LineLife } from "../lifecycle/life.ts";
import type { OrderChange } from "../lifecycle/orderChange.ts";
import type { ItemChange, LineChange } from "./lineChange.ts";

/** A change of a line that CustoMeow has: nothing changes there by itself, so the merchant is told what to do. */
export function changeSentLine(change: OrderChange, line: LineLife, itemChange: ItemChange): LineChange {
  const { item, leftBefore } = itemChange;
  const { quantityLeft, platformDesign } = item;
  change.noteLine(line, { quantityLeft, platformDesign });
  if (quantityLeft === 0) {
    if (leftBefore > 0) remove(change, line);
    return "changed";
  }
  if (leftBefore === 0 && line.state === "cancelled") {
    const order = change.order.platformOrderNo;
    change.lineFails(
      line,
      "back_too_late",
      { code: "added_after_sending", parameters: { order } },
      { advice: null },
    );
    return "changed";
  }
  advise(change, line, itemChange);
  return "changed";
}

function remove(change: OrderChange, line: LineLife): void {
  // What is ready stays.
  change.lineHappens(line, "cancelled");
  change.noteLine(line, { advice: [{ code: "cancel_item", parameters: {} }] });
  change.tell({ code: "item_removed", parameters: { customeowHas: "yes" } }, line);
}

function advise(
  change: OrderChange,
  line: LineLife,
  { item, leftBefore, isDesignChanged }: ItemChange,
): void {
  const { quantityLeft: left, platformDesign: design } = item;
  const advice: Advice[] = [
    ...(left === line.quantity
      ? []
      : [{ code: "change_quantity" as const, parameters: { sent: line.quantity, left } }]),
    ...(isDesignChanged ? [{ code: "change_design" as const, parameters: { design } }] : []),
  ];
  change.noteLine(line, { advice: advice.length === 0 ? null : advice });
  if (advice.length === 0) change.tell({ code: "quantity_as_sent", parameters: {} }, line);
  if (left !== line.quantity && left !== leftBefore)
    change.tell(
      { code: "quantity_changed", parameters: { from: leftBefore, to: left, customeowHas: "yes" } },
      line,
    );
  if (isDesignChanged)
    change.tell({ code: "design_changed", parameters: { design, customeowHas: "yes" } }, line);
}
