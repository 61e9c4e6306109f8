import type { LineComparison, LineOutcome } from "./changeLine.ts";
import { lineFailures } from "./failure.ts";

/** A change of a line that CustoMeow has: nothing changes there by itself, so the merchant is told what to do. */
export function sentLineChange(orderNumber: string, comparison: LineComparison): LineOutcome {
  const { before, item, leftBefore, isDesignChanged } = comparison;
  const noted = { quantityLeft: item.quantityLeft, platformDesign: item.platformDesign };
  if (item.quantityLeft === 0) return removed(comparison, noted);
  if (leftBefore === 0 && before.state === "cancelled") {
    const { code, reason } = lineFailures.addedAfterSending(orderNumber);
    return {
      data: { ...noted, state: "failed", failureCode: code, failureReason: reason, advice: null },
      told: [{ kind: "failed", message: reason, code }],
      isSendable: false,
    };
  }
  const advice = [
    ...(item.quantityLeft === before.quantity ? [] : [quantityAdvice(before.quantity, item.quantityLeft)]),
    ...(isDesignChanged ? [designAdvice(item.platformDesign)] : []),
  ].join(" ");
  const message = advice === "" ? "The quantity in Shopify is again the one that CustoMeow has." : advice;
  return {
    data: { ...noted, advice: advice === "" ? null : advice },
    told: [{ kind: "order_changed", message }],
    isSendable: false,
  };
}

function removed({ before, leftBefore }: LineComparison, noted: LineOutcome["data"]): LineOutcome {
  if (leftBefore === 0) return { data: noted, told: [], isSendable: false };
  const message =
    "The item was refunded or removed from the order in Shopify, but CustoMeow has it. Cancel it in CustoMeow too.";
  return {
    data: {
      ...noted,
      state: before.state === "ready" ? "ready" : "cancelled",
      failureCode: null,
      failureReason: null,
      advice: message,
    },
    told: [{ kind: "cancelled", message }],
    isSendable: false,
  };
}

const quantityAdvice = (sent: number, left: number) =>
  `CustoMeow was told a quantity of ${sent}, and the order in Shopify now has ${left}. Change it in CustoMeow too.`;

const designAdvice = (design: string | null) =>
  design === null
    ? "The design was taken from the item in Shopify after CustoMeow had it. If it should not be made, cancel it in CustoMeow."
    : `The design was changed to ${design} in Shopify after CustoMeow had the item. Change it in CustoMeow too.`;
