import type { Prisma, ProductionState } from "@prisma/client";
import type { Transaction } from "../database/database.ts";
import { addToTimeline, type TimelineKind } from "../timeline/timeline.ts";
import type { LineFailure } from "./failure.ts";
import { refreshOrderState } from "./orderState.ts";

interface LineItemReference {
  id: string;
  shopId: string;
  orderId: string;
}

/** Moves a line item on: its state, its order's state and the timeline change together. */
export async function advanceLineItem(
  transaction: Transaction,
  line: LineItemReference,
  state: Exclude<ProductionState, "failed">,
  entry: { kind: TimelineKind; message: string; detail?: Prisma.InputJsonValue },
  changes: Prisma.LineItemUpdateInput = {},
): Promise<void> {
  await transaction.lineItem.update({
    where: { id: line.id },
    data: { ...changes, state, failureCode: null, failureReason: null },
  });
  await addToTimeline(transaction, subjectOf(line), entry.kind, entry.message, entry.detail);
  await refreshOrderState(transaction, line.orderId);
}

/** Marks a line item as failed, with what the merchant should know. Its siblings go on. */
export async function failLineItem(
  transaction: Transaction,
  line: LineItemReference,
  failure: LineFailure,
): Promise<void> {
  await transaction.lineItem.update({
    where: { id: line.id },
    data: { state: "failed", failureCode: failure.code, failureReason: failure.reason },
  });
  await addToTimeline(transaction, subjectOf(line), "failed", failure.reason, { code: failure.code });
  await refreshOrderState(transaction, line.orderId);
}

const subjectOf = (line: LineItemReference) => ({
  shopId: line.shopId,
  orderId: line.orderId,
  lineItemId: line.id,
});
