import type { Transaction } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { integratedSkus } from "../skus/integratedSkus.ts";
import { changeOrder } from "./changeOrder.ts";
import { mapOrder, type MappedOrder, unreadableReason } from "./mapOrder.ts";
import type { OrderSource } from "./orderSource.ts";
import { concerning, passOver } from "./passOver.ts";
import { recordOrder } from "./recordOrder.ts";
import type { ShopifyOrder } from "./shopifyOrder.ts";

export type AppliedOrder =
  | { outcome: "recorded" | "changed"; orderId: string }
  /** It says nothing that was not known. */
  | { outcome: "unchanged" | "outdated" }
  | { outcome: "nothing_customised" }
  /** Nobody asked for it to be made: the app was not there when it was placed. */
  | { outcome: "before_installation" }
  /** A personalised line of it could not be read. */
  | { outcome: "unreadable"; reason: string };

/**
 * Makes the shop's order what Shopify says it is. Invariant: it ends up the same whichever of its versions come, in
 * whatever order and however often: `updated_at` tells which is newer, and an older one changes nothing.
 */
export async function applyShopifyOrder(
  transaction: Transaction,
  jobs: JobQueue,
  shop: { id: string; installedAt: Date },
  shopifyOrder: ShopifyOrder,
  source: OrderSource,
): Promise<AppliedOrder> {
  const { readable, unreadable } = shopifyOrder.line_items;
  const skus = [...readable, ...unreadable].map(({ sku }) => sku ?? "");
  const integrated = await integratedSkus(transaction, shop.id, skus);
  const reason = unreadableReason(shopifyOrder, integrated);
  if (reason !== null) return { outcome: "unreadable", reason };

  const order = mapOrder(shopifyOrder, integrated);
  const known = await findOrder(transaction, shop.id, order.platformOrderId);
  if (known !== null) return changeOrder(transaction, jobs, shop.id, known.id, order);
  return applyUnknown(transaction, jobs, shop, order, source);
}

function findOrder(transaction: Transaction, shopId: string, platformOrderId: string) {
  return transaction.order.findUnique({
    where: { shopId_platformOrderId: { shopId, platformOrderId } },
    select: { id: true },
  });
}

async function applyUnknown(
  transaction: Transaction,
  jobs: JobQueue,
  shop: { id: string; installedAt: Date },
  order: MappedOrder,
  source: OrderSource,
): Promise<AppliedOrder> {
  const isNew = source.kind === "created";
  if (!isNew && new Date(order.platformCreatedAt) < shop.installedAt)
    return { outcome: "before_installation" };

  const { platformOrderId } = order;
  const key = { shopId_platformOrderId: { shopId: shop.id, platformOrderId } };
  const passedOver = await transaction.passedOverOrder.findUnique({ where: key });
  if (passedOver !== null && order.platformUpdatedAt < passedOver.platformUpdatedAt)
    return { outcome: "outdated" };
  const concerned = concerning(order, passedOver?.itemIds ?? [], isNew);
  if (concerned.lines.length === 0) {
    await passOver(transaction, shop.id, concerned);
    return { outcome: "nothing_customised" };
  }

  const orderId = await recordOrder(transaction, jobs, shop.id, concerned, source);
  await transaction.passedOverOrder.deleteMany({ where: { shopId: shop.id, platformOrderId } });
  if (orderId !== null) return { outcome: "recorded", orderId };
  const first = await transaction.order.findUniqueOrThrow({ where: key, select: { id: true } });
  return changeOrder(transaction, jobs, shop.id, first.id, concerned);
}
