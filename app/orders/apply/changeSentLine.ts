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
    change.lineFails(line, "back_too_late", { code: "added_after_sending", parameters: { order } });
    change.advise(line, [], ["cancel_item", "change_quantity", "change_design"]);
    return "changed";
  }
  advise(change, line, itemChange);
  return "changed";
}

function remove(change: OrderChange, line: LineLife): void {
  // What is ready stays.
  change.lineHappens(line, "cancelled");
  change.advise(line, [{ code: "cancel_item", parameters: {} }], ["change_quantity", "change_design"]);
  change.tell({ code: "item_removed", parameters: { customeowHas: "yes" } }, line);
}

function advise(
  change: OrderChange,
  line: LineLife,
  { item, leftBefore, isDesignChanged }: ItemChange,
): void {
  const { quantityLeft: left, platformDesign: design } = item;
  const isQuantityAsSent = left === line.quantity;
  const isDesignAsSent = design !== null && design.trim() === line.customInfoId;
  const now: Advice[] = [];
  if (!isQuantityAsSent) now.push({ code: "change_quantity", parameters: { sent: line.quantity, left } });
  if (isDesignChanged && !isDesignAsSent) now.push({ code: "change_design", parameters: { design } });
  change.advise(line, now, [
    "cancel_item",
    ...(isQuantityAsSent ? (["change_quantity"] as const) : []),
    ...(isDesignAsSent ? (["change_design"] as const) : []),
  ]);
  if (isQuantityAsSent && !isDesignChanged) change.tell({ code: "quantity_as_sent", parameters: {} }, line);
  if (left !== line.quantity && left !== leftBefore)
    change.tell(
      { code: "quantity_changed", parameters: { from: leftBefore, to: left, customeowHas: "yes" } },
      line,
    );
  if (isDesignChanged)
    change.tell({ code: "design_changed", parameters: { design, customeowHas: "yes" } }, line);
}
