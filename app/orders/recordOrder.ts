import type { Transaction } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { addToTimeline } from "../timeline/timeline.ts";
import { lineState } from "./lineDesign.ts";
import type { MappedLine, MappedOrder } from "./mapOrder.ts";
import { orderState } from "./orderState.ts";
import type { OrderSource } from "./orderSource.ts";

/**
 * Stores an order with its lines for CustoMeow, and has it sent. Invariant: one row for each order of the shop,
 * however often and in whatever order its deliveries come; the unique key decides between racers.
 * @returns the new order's id, or null where another came first
 */
export async function recordOrder(
  transaction: Transaction,
  jobs: JobQueue,
  shopId: string,
  order: MappedOrder,
  source: OrderSource,
): Promise<string | null> {
  const lines = order.lines.map((line) => newLine(shopId, line, order.cancelledAt !== null));
  const state = orderState(lines.map((line) => line.state));
  const [created] = await transaction.order.createManyAndReturn({
    data: [{ ...orderRow(shopId, order, source), state }],
    skipDuplicates: true,
    select: { id: true },
  });
  if (created === undefined) return null;

  const orderId = created.id;
  await transaction.lineItem.createMany({ data: lines.map((line) => ({ ...line, orderId })) });
  await tellTimeline(transaction, { shopId, orderId }, order, source);
  if (lines.some((line) => line.state === "queued" || line.state === "awaiting_customization"))
    await jobs.enqueue(transaction, "create-order", { shopId, orderId });
  return orderId;
}

function orderRow(shopId: string, order: MappedOrder, source: OrderSource) {
  const { platformOrderId, platformOrderNo, platformCreatedAt, platformUpdatedAt } = order;
  return {
    shopId,
    platformOrderId,
    platformOrderNo,
    platformCreatedAt,
    platformUpdatedAt,
    placedAt: new Date(platformCreatedAt),
    cancelledAt: order.cancelledAt,
    currencyCode: order.currencyCode,
    otherItemIds: order.others.map(({ platformItemId }) => platformItemId),
    // What comes late may have been sent before: it is looked up first.
    submission: source.kind === "created" && source.isFresh ? ("pending" as const) : ("unknown" as const),
  };
}

/** The row of a line that is not in CustoMeow. */
export function newLine(shopId: string, line: MappedLine, isOrderCancelled: boolean) {
  const { design, quantityLeft, ...fields } = line;
  const isRemoved = quantityLeft === 0;
  return {
    ...fields,
    shopId,
    quantity: isRemoved ? line.quantity : quantityLeft,
    quantityLeft: isRemoved ? 0 : null,
    ...lineState(design, isRemoved || isOrderCancelled),
  };
}

async function tellTimeline(
  transaction: Transaction,
  subject: { shopId: string; orderId: string },
  order: MappedOrder,
  source: OrderSource,
): Promise<void> {
  const items = order.lines.length === 1 ? "1 item" : `${order.lines.length} items`;
  const message =
    source.kind === "found"
      ? `Order found in Shopify, with ${items} for CustoMeow. Shopify's message about it never arrived.`
      : `Order received from Shopify, with ${items} for CustoMeow.`;
  await addToTimeline(transaction, subject, "order_received", message);
  if (order.cancelledAt !== null) {
    const cancelled = "The order was cancelled in Shopify before it was sent. CustoMeow does not get it.";
    await addToTimeline(transaction, subject, "cancelled", cancelled);
    return;
  }
  for (const { design, quantityLeft } of order.lines)
    if (design.kind === "invalid" && quantityLeft > 0)
      await addToTimeline(transaction, subject, "failed", design.failure.reason, {
        code: design.failure.code,
      });
}
