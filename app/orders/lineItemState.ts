import type { Prisma, ProductionState } from "@prisma/client";
import type { Transaction } from "../database/database.ts";
import { addToTimeline, type TimelineKind } from "../timeline/timeline.ts";
import type { LineFailure } from "./failure.ts";
import { lockOrder } from "./lockOrder.ts";
import { refreshOrderState } from "./orderState.ts";
import { storableText } from "../text/storableText.ts";

export interface LineItemReference {
  id: string;
  shopId: string;
  orderId: string;
}

/** Longer than any reason that helps a person. */
export const LONGEST_REASON = 1000;

/** Which state a line item must be in to be moved, and which it gets. */
interface Move {
  from: readonly ProductionState[];
  to: Exclude<ProductionState, "failed">;
}

/**
 * Moves a line item on: its state, its order's state and the timeline change together.
 * @returns false, with nothing changed, where the line is not in a state to be moved from: another came first.
 */
export async function advanceLineItem(
  transaction: Transaction,
  line: LineItemReference,
  move: Move,
  entry: { kind: TimelineKind; message: string; detail?: Prisma.InputJsonValue },
  changes: Prisma.LineItemUpdateManyMutationInput = {},
): Promise<boolean> {
  await lockOrder(transaction, line.orderId);
  const { count } = await transaction.lineItem.updateMany({
    where: { id: line.id, state: { in: [...move.from] } },
    data: { ...changes, state: move.to, failureCode: null, failureReason: null },
  });
  if (count === 0) return false;
  await addToTimeline(transaction, subjectOf(line), entry.kind, entry.message, entry.detail);
  await refreshOrderState(transaction, line.orderId);
  return true;
}

/** Marks a line item as failed, with what the merchant should know. Its siblings go on. @returns as advanceLineItem */
export async function failLineItem(
  transaction: Transaction,
  line: LineItemReference,
  from: readonly ProductionState[],
  failure: LineFailure,
): Promise<boolean> {
  await lockOrder(transaction, line.orderId);
  const { count } = await transaction.lineItem.updateMany({
    where: { id: line.id, state: { in: [...from] } },
    data: {
      state: "failed",
      failureCode: failure.code,
      failureReason: storableText(failure.reason, LONGEST_REASON),
    },
  });
  if (count === 0) return false;
  await addToTimeline(transaction, subjectOf(line), "failed", failure.reason, { code: failure.code });
  await refreshOrderState(transaction, line.orderId);
  return true;
}

export const subjectOf = (line: LineItemReference) => ({
  shopId: line.shopId,
  orderId: line.orderId,
  lineItemId: line.id,
});
