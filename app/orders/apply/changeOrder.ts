import type { OrderChange } from "../lifecycle/orderChange.ts";
import { sendAgain } from "../lifecycle/sendAgain.ts";
import type { MappedLine, MappedOrder, OrderedItem } from "../read-shopify/mapOrder.ts";
import { addLine } from "./addLine.ts";
import type { AppliedOrder } from "./appliedOrder.ts";
import { cancelOrder } from "./cancelOrder.ts";
import { changeLine } from "./changeLine.ts";

/** Decides what a version of a recorded order changes. */
export function changeOrder(change: OrderChange, version: MappedOrder): AppliedOrder {
  const known = change.order.platformUpdatedAt;
  if (known !== null && version.platformUpdatedAt < known) return { outcome: "outdated" };

  const isSame = known !== null && version.platformUpdatedAt.getTime() === known.getTime();
  const isChanged = applyVersion(change, isSame ? narrowed(change, version) : version);
  change.noteOrder({
    platformUpdatedAt: version.platformUpdatedAt,
    cancelledAt: change.order.cancelledAt ?? version.cancelledAt,
    otherItemIds: otherItemIds(change, version),
  });
  return { outcome: isChanged ? "changed" : "unchanged" };
}

/**
 * Shopify counts versions in seconds. Of two with the same number, what cannot be undone is taken from either: that
 * something was cancelled, removed, or is there at all.
 */
function narrowed({ lines }: OrderChange, version: MappedOrder): MappedOrder {
  const narrow = <Item extends OrderedItem>(item: Item): Item => {
    const line = lines.find(({ platformItemId }) => platformItemId === item.platformItemId);
    if (line === undefined) return item;
    const quantityLeft = Math.min(item.quantityLeft, line.quantityLeft ?? line.quantity);
    return { ...item, quantityLeft, platformDesign: line.platformDesign };
  };
  return { ...version, lines: version.lines.map(narrow), others: version.others.map(narrow) };
}

/** @returns whether anything changed that concerns CustoMeow */
function applyVersion(change: OrderChange, version: MappedOrder): boolean {
  const isCancelledNow = change.order.cancelledAt === null && version.cancelledAt !== null;
  if (isCancelledNow) cancelOrder(change);
  const isCancelled = change.order.cancelledAt !== null || isCancelledNow;

  const added = addedLines(change, version);
  const items = new Map([...version.lines, ...version.others].map((item) => [item.platformItemId, item]));
  const lineChanges = [
    ...change.lines.map((line) => {
      const item = items.get(line.platformItemId);
      return item === undefined ? "none" : changeLine(change, line, item, isCancelled);
    }),
    ...added.map((line) => addLine(change, line, isCancelled)),
  ];
  // An order that was refused gets another try as a whole: what changed may be what it was refused for.
  if (lineChanges.includes("sendable") && change.order.submission === "rejected") sendAgain(change);
  return isCancelledNow || lineChanges.some((lineChange) => lineChange !== "none");
}

/** A foreign item is one still when its SKU is integrated later, but none any more once it has a design. */
function addedLines({ before }: OrderChange, version: MappedOrder): MappedLine[] {
  const known = new Set(before.lines.map(({ platformItemId }) => platformItemId));
  const foreign = new Set(before.order.otherItemIds);
  return version.lines.filter(
    ({ platformItemId, design }) =>
      !known.has(platformItemId) && (design.kind !== "awaited" || !foreign.has(platformItemId)),
  );
}

function otherItemIds(change: OrderChange, version: MappedOrder): string[] {
  const lines = new Set(change.lines.map(({ platformItemId }) => platformItemId));
  const others = version.others.map(({ platformItemId }) => platformItemId);
  return [...new Set([...change.order.otherItemIds, ...others])].filter((id) => !lines.has(id));
}
