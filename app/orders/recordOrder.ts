import type { Transaction } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { integratedSkus } from "../skus/integratedSkus.ts";
import { addToTimeline } from "../timeline/timeline.ts";
import { mapOrder, type MappedLine, type MappedOrder } from "./mapOrder.ts";
import { orderState } from "./orderState.ts";
import type { ShopifyOrder } from "./shopifyOrder.ts";

export type RecordedOrder =
  | { outcome: "recorded"; orderId: string }
  | { outcome: "already_recorded"; orderId: string }
  | { outcome: "nothing_customised" }
  | { outcome: "cancelled_before" };

/**
 * Stores an order with the lines that concern CustoMeow, and has it sent. Invariant: one row for each order of the
 * shop, however often and in whatever order its deliveries come; the unique key decides between racers.
 */
export async function recordOrder(
  transaction: Transaction,
  jobs: JobQueue,
  shopId: string,
  shopifyOrder: ShopifyOrder,
): Promise<RecordedOrder> {
  const skus = shopifyOrder.line_items.map(({ sku }) => sku);
  const order = mapOrder(shopifyOrder, await integratedSkus(transaction, shopId, skus));
  if (order.lines.length === 0) return { outcome: "nothing_customised" };
  if (order.cancelled) return { outcome: "cancelled_before" };

  const lines = order.lines.map((line, position) => toRow(shopId, line, position));
  const created = await transaction.order.createManyAndReturn({
    data: [toOrderRow(shopId, order, lines)],
    skipDuplicates: true,
    select: { id: true },
  });
  const orderId = created[0]?.id;
  if (orderId === undefined) {
    const { platformOrderId } = order;
    const existing = await transaction.order.findUniqueOrThrow({
      where: { shopId_platformOrderId: { shopId, platformOrderId } },
      select: { id: true },
    });
    return { outcome: "already_recorded", orderId: existing.id };
  }

  await transaction.lineItem.createMany({ data: lines.map((line) => ({ ...line, orderId })) });
  await tellTimeline(transaction, shopId, orderId, order);
  if (lines.some(({ state }) => state !== "failed"))
    await jobs.enqueue(transaction, "create-order", { shopId, orderId });
  return { outcome: "recorded", orderId };
}

function toOrderRow(shopId: string, order: MappedOrder, lines: ReturnType<typeof toRow>[]) {
  const { platformOrderId, platformOrderNo, platformCreatedAt, currencyCode } = order;
  return {
    shopId,
    platformOrderId,
    platformOrderNo,
    platformCreatedAt,
    placedAt: new Date(platformCreatedAt),
    currencyCode,
    state: orderState(lines.map(({ state }) => state)),
  };
}

function toRow(shopId: string, { design, ...line }: MappedLine, position: number) {
  const common = { ...line, shopId, position };
  switch (design.kind) {
    case "made":
      return { ...common, state: "queued" as const, customInfoId: design.customInfoId };
    case "awaited":
      return { ...common, state: "awaiting_customization" as const, customInfoId: null };
    case "invalid":
      return {
        ...common,
        state: "failed" as const,
        customInfoId: design.given,
        failureCode: design.failure.code,
        failureReason: design.failure.reason,
      };
  }
}

async function tellTimeline(
  transaction: Transaction,
  shopId: string,
  orderId: string,
  order: MappedOrder,
): Promise<void> {
  const count = order.lines.length;
  const items = count === 1 ? "1 item" : `${count} items`;
  await addToTimeline(
    transaction,
    { shopId, orderId },
    "order_received",
    `Order received from Shopify, with ${items} for CustoMeow.`,
  );
  for (const { design } of order.lines)
    if (design.kind === "invalid")
      await addToTimeline(transaction, { shopId, orderId }, "failed", design.failure.reason, {
        code: design.failure.code,
      });
}
