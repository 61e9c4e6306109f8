import type { LineItem, Order } from "@prisma/client";
import type { Transaction } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { addLine } from "./addLine.ts";
import type { AppliedOrder } from "./applyShopifyOrder.ts";
import { cancelOrder } from "./cancelOrder.ts";
import { changeLine } from "./changeLine.ts";
import { lockOrder } from "./lockOrder.ts";
import type { MappedLine, MappedOrder, OrderedItem } from "./mapOrder.ts";
import { refreshOrderState } from "./orderState.ts";
import { restoreRefusedLines } from "./retryOrder.ts";

/** An order that is being changed, with its lock held. */
export interface ChangedOrder {
  order: Order & { lineItems: LineItem[] };
  /** Of this version or one before. */
  isCancelled: boolean;
}

/** What one change of an order means for its sending. */
export type LineChange =
  | "none"
  | "changed"
  /** There is something to send that was not there before. */
  | "sendable";

/** Applies a version of an order that is recorded. */
export async function changeOrder(
  transaction: Transaction,
  jobs: JobQueue,
  shopId: string,
  orderId: string,
  version: MappedOrder,
): Promise<AppliedOrder> {
  await lockOrder(transaction, orderId);
  const order = await transaction.order.findUniqueOrThrow({
    where: { id: orderId, shopId },
    include: { lineItems: true },
  });
  const known = order.platformUpdatedAt;
  if (known !== null && version.platformUpdatedAt < known) return { outcome: "outdated" };

  const isSame = known !== null && version.platformUpdatedAt.getTime() === known.getTime();
  const changes = await applyVersion(transaction, order, isSame ? narrowed(order, version) : version);
  if (changes.includes("sendable")) await sendAgain(transaction, jobs, order);
  const isChanged = changes.some((change) => change !== "none");
  await transaction.order.update({
    where: { id: orderId },
    data: {
      platformUpdatedAt: version.platformUpdatedAt,
      cancelledAt: order.cancelledAt ?? version.cancelledAt,
      otherItemIds: otherItemIds(order, version),
      // Whoever is about to send the order need not look at it again where nothing changed for CustoMeow.
      ...(isChanged ? {} : { updatedAt: order.updatedAt }),
    },
  });
  if (!isChanged) return { outcome: "unchanged" };
  await refreshOrderState(transaction, orderId);
  return { outcome: "changed", orderId };
}

/**
 * Shopify counts versions in seconds. Of two with the same number, what cannot be undone is taken from either: that
 * something was cancelled, removed, or is there at all.
 */
function narrowed(order: ChangedOrder["order"], version: MappedOrder): MappedOrder {
  const narrow = <Item extends OrderedItem>(item: Item): Item => {
    const line = order.lineItems.find(({ platformItemId }) => platformItemId === item.platformItemId);
    if (line === undefined) return item;
    const quantityLeft = Math.min(item.quantityLeft, line.quantityLeft ?? line.quantity);
    return { ...item, quantityLeft, platformDesign: line.platformDesign };
  };
  return { ...version, lines: version.lines.map(narrow), others: version.others.map(narrow) };
}

async function applyVersion(
  transaction: Transaction,
  order: ChangedOrder["order"],
  version: MappedOrder,
): Promise<LineChange[]> {
  const isCancelledNow = order.cancelledAt === null && version.cancelledAt !== null;
  if (isCancelledNow) await cancelOrder(transaction, order);
  const changes: LineChange[] = [isCancelledNow ? "changed" : "none"];

  const changed = { order, isCancelled: order.cancelledAt !== null || isCancelledNow };
  const lines = await transaction.lineItem.findMany({
    where: { orderId: order.id },
    orderBy: { position: "asc" },
  });
  const items = new Map([...version.lines, ...version.others].map((item) => [item.platformItemId, item]));
  for (const line of lines) {
    const item = items.get(line.platformItemId);
    if (item !== undefined) changes.push(await changeLine(transaction, changed, line, item));
  }
  for (const line of addedLines(order, version)) changes.push(await addLine(transaction, changed, line));
  return changes;
}

/** A foreign item is one still when its SKU is integrated later, but none any more once it has a design. */
function addedLines(order: ChangedOrder["order"], version: MappedOrder): MappedLine[] {
  const known = new Set(order.lineItems.map(({ platformItemId }) => platformItemId));
  const foreign = new Set(order.otherItemIds);
  return version.lines.filter(
    ({ platformItemId, design }) =>
      !known.has(platformItemId) && (design.kind !== "awaited" || !foreign.has(platformItemId)),
  );
}

function otherItemIds(order: ChangedOrder["order"], version: MappedOrder): string[] {
  const lines = new Set(
    [...order.lineItems, ...addedLines(order, version)].map((line) => line.platformItemId),
  );
  const others = version.others.map(({ platformItemId }) => platformItemId);
  return [...new Set([...order.otherItemIds, ...others])].filter((id) => !lines.has(id));
}

/** An order that was refused gets another try as a whole: what changed may be what it was refused for. */
async function sendAgain(transaction: Transaction, jobs: JobQueue, order: Order): Promise<void> {
  const { shopId, id: orderId, submission } = order;
  if (submission === "rejected") {
    await transaction.order.update({ where: { id: orderId }, data: { submission: "pending" } });
    await restoreRefusedLines(transaction, shopId, orderId);
  }
  await jobs.enqueue(transaction, "create-order", { shopId, orderId });
}
