import type { NewLine } from "../lifecycle/orderChange.ts";
import type { MappedLine } from "../read-shopify/mapOrder.ts";
import { designedLine } from "./designedLine.ts";

/** The row of a line that is not in CustoMeow. */
export function newLine(shopId: string, line: MappedLine, isOrderCancelled: boolean): NewLine {
  const { design, quantityLeft, ...fields } = line;
  const isRemoved = quantityLeft === 0;
  return {
    ...fields,
    shopId,
    platformProductImage: "",
    quantity: isRemoved ? line.quantity : quantityLeft,
    quantityLeft: isRemoved ? 0 : null,
    sentToCustomeow: false,
    templatesListedAt: null,
    redactedAt: null,
    ...designedLine(design, isRemoved || isOrderCancelled),
  };
}
