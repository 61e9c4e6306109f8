import type { LineLife } from "../lifecycle/life.ts";
import type { LineNotes, OrderChange } from "../lifecycle/orderChange.ts";
import { designFromKept, type OrderedItem } from "../read-shopify/mapOrder.ts";
import type { ItemChange, LineChange } from "./lineChange.ts";
import { type DesignedLine, designedLine } from "./designedLine.ts";

/**
 * A change of a line that CustoMeow does not have: it is sent as it is now.
 * @param isBeingSent CustoMeow may be taking it at this moment, as it was
 */
export function changeUnsentLine(
  change: OrderChange,
  line: LineLife,
  itemChange: ItemChange,
  isBeingSent: boolean,
): LineChange {
  const { item, leftBefore, isDesignChanged } = itemChange;
  const customeowHas = isBeingSent ? "maybe" : "no";
  change.noteLine(line, quantityOf(item));
  if (isBeingSent) change.advise(line, [{ code: "look_what_arrived", parameters: {} }]);

  if (item.quantityLeft === 0) {
    if (isDesignChanged) change.noteLine(line, designOf(item));
    change.lineHappens(line, "cancelled");
    if (leftBefore > 0) change.tell({ code: "item_removed", parameters: { customeowHas } }, line);
    return "changed";
  }
  const isBack = leftBefore === 0;
  if (!isBack && !isDesignChanged) {
    const parameters = { from: leftBefore, to: item.quantityLeft, customeowHas } as const;
    change.tell({ code: "quantity_changed", parameters }, line);
    return "changed";
  }
  if (!becomesSendable(change, line, item)) return "changed";
  change.tell(
    isBack
      ? { code: "item_back", parameters: { customeowHas } }
      : { code: "design_changed", parameters: { design: item.platformDesign, customeowHas } },
    line,
  );
  return "sendable";
}

/** Of an order that was cancelled, a change is only noted, to notice the next: the merchant was told of the whole. */
export function noteUnsentLine(change: OrderChange, line: LineLife, itemChange: ItemChange): void {
  const { item, leftBefore, isDesignChanged } = itemChange;
  const isBack = leftBefore === 0 && item.quantityLeft > 0;
  change.noteLine(line, { ...quantityOf(item), ...(isDesignChanged || isBack ? designOf(item) : {}) });
}

function quantityOf(item: OrderedItem): LineNotes {
  const isRemoved = item.quantityLeft === 0;
  return {
    quantity: isRemoved ? item.quantity : item.quantityLeft,
    quantityLeft: isRemoved ? 0 : null,
    platformDesign: item.platformDesign,
  };
}

function designOf(item: OrderedItem): LineNotes {
  return { customInfoId: designedLine(designFromKept(item.platformDesign), true).customInfoId };
}

/** @returns whether the line is to be sent; otherwise it failed, and the history tells why */
function becomesSendable(change: OrderChange, line: LineLife, item: OrderedItem): boolean {
  const designed = designedLine(designFromKept(item.platformDesign), false);
  const { customInfoId } = designed;
  if (change.order.submission === "created") {
    const order = change.order.platformOrderNo;
    change.lineFails(
      line,
      "back_too_late",
      { code: "added_after_sending", parameters: { order } },
      { customInfoId },
    );
    return false;
  }
  return becomes(change, line, designed);
}

function becomes(
  change: OrderChange,
  line: LineLife,
  { state, customInfoId, failure }: DesignedLine,
): boolean {
  switch (state) {
    case "queued":
      return change.lineHappens(line, "became_queued", { customInfoId });
    case "awaiting_customization":
      return change.lineHappens(line, "became_awaiting", { customInfoId });
    case "failed":
      change.lineFails(line, "became_unusable", failure, { customInfoId });
      return false;
    case "cancelled":
      return false;
  }
}
