import type { OrderChange } from "../lifecycle/orderChange.ts";
import { isSendable } from "../lifecycle/states.ts";
import type { MappedLine } from "../read-shopify/mapOrder.ts";
import type { LineChange } from "./lineChange.ts";
import { newLine } from "./newLine.ts";

/** A line that was added to a recorded order. It joins what is still to be sent; to what was sent it comes too late. */
export function addLine(change: OrderChange, added: MappedLine, isOrderCancelled: boolean): LineChange {
  const { shopId, submission, platformOrderNo: order } = change.order;
  const row = newLine(shopId, added, isOrderCancelled);
  const isTooLate = submission === "created" && row.state !== "cancelled";
  const failure = isTooLate ? { code: "added_after_sending" as const, parameters: { order } } : row.failure;
  const line = change.addLine({ ...row, failure, state: failure === null ? row.state : "failed" });

  if (isSendable(line.state)) change.tell({ code: "item_added", parameters: {} }, line);
  return isSendable(line.state) ? "sendable" : "changed";
}
