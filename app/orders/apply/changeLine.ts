import { customeowHas } from "../lifecycle/sending.ts";
import type { LineLife } from "../lifecycle/life.ts";
import type { OrderChange } from "../lifecycle/orderChange.ts";
import type { OrderedItem } from "../read-shopify/mapOrder.ts";
import { changeSentLine } from "./changeSentLine.ts";
import type { ItemChange, LineChange } from "./lineChange.ts";
import { changeUnsentLine, noteUnsentLine } from "./changeUnsentLine.ts";

/**
 * Decides what changed of a line: its quantity, its design. What CustoMeow does not have yet is changed; what it has is
 * said to the merchant, because its API changes nothing.
 */
export function changeLine(
  change: OrderChange,
  line: LineLife,
  item: OrderedItem,
  isOrderCancelled: boolean,
): LineChange {
  const leftBefore = line.quantityLeft ?? line.quantity;
  const isDesignChanged = item.platformDesign?.trim() !== line.platformDesign?.trim();
  if (item.quantityLeft === leftBefore && !isDesignChanged) return "none";

  const itemChange = { item, leftBefore, isDesignChanged };
  if (isOrderCancelled) {
    noteLine(change, line, itemChange);
    return "changed";
  }
  const has = customeowHas(change.order, line);
  return has === "yes"
    ? changeSentLine(change, line, itemChange)
    : changeUnsentLine(change, line, itemChange, has === "maybe");
}

function noteLine(change: OrderChange, line: LineLife, itemChange: ItemChange): void {
  const { quantityLeft, platformDesign } = itemChange.item;
  if (line.sentToCustomeow) change.noteLine(line, { quantityLeft, platformDesign });
  else noteUnsentLine(change, line, itemChange);
}
