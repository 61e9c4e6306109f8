import type { LineItem, Order } from "@prisma/client";

/** Whether CustoMeow has a line. `maybe`: it was being sent, and the answer has not come. */
export type Whether = "yes" | "maybe" | "no";

export function customeowHas(
  order: Pick<Order, "submission" | "attemptedAt">,
  line: Pick<LineItem, "sentToCustomeow" | "state">,
): Whether {
  if (line.sentToCustomeow) return "yes";
  const isBeingSent = order.submission === "unknown" && order.attemptedAt !== null;
  const goesAlong = line.state === "queued" || line.state === "awaiting_customization";
  return isBeingSent && goesAlong ? "maybe" : "no";
}
