import type { Order } from "@prisma/client";
import type { LineComparison, LineOutcome } from "./changeLine.ts";
import { lineFailures } from "./failure.ts";
import { type LineState, lineState } from "./lineDesign.ts";
import { designFromKept } from "./mapOrder.ts";

type Told = LineOutcome["told"][number];

/**
 * A change of a line that CustoMeow does not have: it is sent as it is now.
 * @param isBeingSent CustoMeow may be taking it at this moment, as it was
 */
export function unsentLineChange(
  order: Pick<Order, "submission" | "platformOrderNo">,
  comparison: LineComparison,
  isBeingSent: boolean,
): LineOutcome {
  const { before, item, leftBefore, isDesignChanged } = comparison;
  const isRemoved = item.quantityLeft === 0;
  const isBack = !isRemoved && leftBefore === 0;
  const design = designFromKept(item.platformDesign);
  const noted = {
    quantity: isRemoved ? item.quantity : item.quantityLeft,
    quantityLeft: isRemoved ? 0 : null,
    platformDesign: item.platformDesign,
  };
  const warning = isBeingSent ? WARNING : "";
  const advice = warning === "" ? before.advice : warning.trim();

  if (isRemoved) {
    const told = leftBefore === 0 ? [] : [{ kind: "cancelled" as const, message: `${REMOVED}${warning}` }];
    const { customInfoId } = isDesignChanged ? lineState(design, true) : before;
    const cancelled = { state: "cancelled" as const, failureCode: null, failureReason: null, customInfoId };
    return { data: { ...noted, ...cancelled, advice }, told, isSendable: false };
  }
  if (!isBack && !isDesignChanged) {
    const message = `The quantity was changed from ${leftBefore} to ${item.quantityLeft} in Shopify.${warning}`;
    return { data: { ...noted, advice }, told: [{ kind: "order_changed", message }], isSendable: false };
  }
  const state =
    order.submission === "created" ? tooLate(order.platformOrderNo, design) : lineState(design, false);
  return {
    data: { ...noted, ...state, advice },
    told: [toldOf(state, isBack, warning)],
    isSendable: state.state !== "failed",
  };
}

function tooLate(orderNumber: string, design: ReturnType<typeof designFromKept>): LineState {
  const { code, reason } = lineFailures.addedAfterSending(orderNumber);
  return { ...lineState(design, false), state: "failed", failureCode: code, failureReason: reason };
}

function toldOf({ state, failureCode, failureReason }: LineState, isBack: boolean, warning: string): Told {
  if (state === "failed") return { kind: "failed", message: failureReason ?? "", code: failureCode ?? "" };
  const message = isBack
    ? "The item is in the order again in Shopify."
    : "The design was changed in Shopify.";
  return { kind: "order_changed", message: `${message}${warning}` };
}

const REMOVED = "The item was refunded or removed from the order in Shopify. CustoMeow does not get it.";

const WARNING = " It was just being sent: look in CustoMeow which of it arrived.";
