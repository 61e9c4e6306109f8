import type { LineItem, Prisma } from "@prisma/client";
import type { Transaction } from "../database/database.ts";
import { addToTimeline, type TimelineKind } from "../timeline/timeline.ts";
import type { ChangedOrder, LineChange } from "./changeOrder.ts";
import { customeowHas } from "./customeowHas.ts";
import { subjectOf } from "./lineItemState.ts";
import type { OrderedItem } from "./mapOrder.ts";
import { sentLineChange } from "./sentLineChange.ts";
import { unsentLineChange } from "./unsentLineChange.ts";

/** A line as it is stored, and what a version of its order says of it. */
export interface LineComparison {
  before: LineItem;
  item: OrderedItem;
  /** What the order held of it before. */
  leftBefore: number;
  isDesignChanged: boolean;
}

/** What becomes of a line, and what the merchant is told of it. */
export interface LineOutcome {
  data: Prisma.LineItemUpdateInput;
  told: { kind: TimelineKind; message: string; code?: string }[];
  isSendable: boolean;
}

/**
 * Applies what changed of a line: its quantity, its design. What CustoMeow does not have yet is changed; what it has is
 * said to the merchant, because its API changes nothing. The order's lock must be held.
 */
export async function changeLine(
  transaction: Transaction,
  changed: ChangedOrder,
  before: LineItem,
  item: OrderedItem,
): Promise<LineChange> {
  const leftBefore = before.quantityLeft ?? before.quantity;
  const isDesignChanged = item.platformDesign?.trim() !== before.platformDesign?.trim();
  if (item.quantityLeft === leftBefore && !isDesignChanged) return "none";

  const outcome = outcomeOf(changed, { before, item, leftBefore, isDesignChanged });
  await transaction.lineItem.update({ where: { id: before.id }, data: outcome.data });
  for (const { kind, message, code } of outcome.told)
    await addToTimeline(
      transaction,
      subjectOf(before),
      kind,
      message,
      code === undefined ? undefined : { code },
    );
  return outcome.isSendable ? "sendable" : "changed";
}

function outcomeOf({ order, isCancelled }: ChangedOrder, comparison: LineComparison): LineOutcome {
  const has = customeowHas(order, comparison.before);
  const outcome =
    has === "yes"
      ? sentLineChange(order.platformOrderNo, comparison)
      : unsentLineChange(order, comparison, has === "maybe");
  if (!isCancelled) return outcome;
  // The merchant was told of the whole order; what is noted of the line serves to notice the next change.
  const { state, failureCode, failureReason, advice } = comparison.before;
  return {
    data: { ...outcome.data, state, failureCode, failureReason, advice },
    told: [],
    isSendable: false,
  };
}
