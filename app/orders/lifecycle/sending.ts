import type { LineItem, Order } from "@prisma/client";
import type { Whether } from "./facts.ts";
import type { LineLife } from "./life.ts";
import { isSendable } from "./states.ts";

/** The lines that go to CustoMeow when the order is sent. */
export function linesToSend(lines: readonly LineLife[]): LineLife[] {
  return lines.filter(({ state }) => isSendable(state));
}

/** Whether the order is to be sent, now or as soon as it is known what became of an earlier attempt. */
export function maySend(order: Pick<Order, "submission">, lines: readonly LineLife[]): boolean {
  const isOpen = order.submission === "pending" || order.submission === "unknown";
  return isOpen && linesToSend(lines).length > 0;
}

/** Whether CustoMeow has a line. */
export function customeowHas(
  order: Pick<Order, "submission" | "attemptedAt">,
  line: Pick<LineItem, "sentToCustomeow" | "state">,
): Whether {
  if (line.sentToCustomeow) return "yes";
  const isBeingSent = order.submission === "unknown" && order.attemptedAt !== null;
  return isBeingSent && isSendable(line.state) ? "maybe" : "no";
}
