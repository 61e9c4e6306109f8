import type { ApplyingShop } from "../orders/apply/appliedOrder.ts";
import { applyShopifyOrder } from "../orders/apply/applyShopifyOrder.ts";
import type { Log } from "../log/log.ts";
import type { AdminApi } from "../shopify/adminApi.ts";
import type { ListedOrder } from "../shopify/operations/listOrders.ts";
import type { ReadingServices } from "./readingServices.ts";
import { toShopifyOrder } from "../orders/read-shopify/toShopifyOrder.ts";

/** How long the webhook of a change may take before the order is read without it. */
const WEBHOOK_MILLISECONDS = 2 * 60 * 1000;

/** Reads and applies those orders of a list that are not known as they are now. */
export async function applyListedOrders(
  services: Pick<ReadingServices, "database" | "sql" | "lifecycle">,
  adminApi: Pick<AdminApi, "readOrders">,
  shop: ApplyingShop,
  listed: readonly ListedOrder[],
  log: Log,
): Promise<void> {
  const unknown = await notKnown(services, shop, listed);
  for (const order of await adminApi.readOrders(unknown)) {
    const applied = await apply(services, shop, order, log);
    const { orderId: platformOrderId, name } = order;
    if (applied === "recorded" || applied === "changed")
      log.info({ platformOrderId, name, applied }, "an order was read of which no webhook told");
  }
}

type ReadOrder = Awaited<ReturnType<AdminApi["readOrders"]>>[number];

/** @returns what came of it; null, and it is logged, where it could not be read */
async function apply(
  services: Pick<ReadingServices, "sql" | "lifecycle">,
  shop: ApplyingShop,
  order: ReadOrder,
  log: Log,
): Promise<string | null> {
  const { orderId: platformOrderId } = order;
  const parsed = parse(order);
  if ("problem" in parsed) {
    log.error({ platformOrderId, reason: parsed.problem }, "an order could not be read");
    return null;
  }
  const applied = await applyShopifyOrder(services, shop, parsed.order, { kind: "found" });
  if (applied.outcome === "unreadable")
    log.error({ platformOrderId, ...applied.item }, "an order could not be read");
  return applied.outcome;
}

function parse(order: ReadOrder): { order: ReturnType<typeof toShopifyOrder> } | { problem: string } {
  try {
    return { order: toShopifyOrder(order) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** The ids of the orders that are new, or newer than what is known of them. */
async function notKnown(
  { database }: Pick<ReadingServices, "database">,
  shop: { id: string; installedAt: Date },
  listed: readonly ListedOrder[],
): Promise<string[]> {
  const platformOrderId = { in: listed.map(({ orderId }) => orderId) };
  const where = { shopId: shop.id, platformOrderId };
  const select = { platformOrderId: true, platformUpdatedAt: true };
  const [orders, passedOver] = await Promise.all([
    database.order.findMany({ where, select }),
    database.passedOverOrder.findMany({ where, select }),
  ]);
  const known = new Map(
    [...passedOver, ...orders].map((one) => [one.platformOrderId, one.platformUpdatedAt]),
  );
  const settledBefore = Date.now() - WEBHOOK_MILLISECONDS;
  const isWanted = ({ orderId, createdAt, updatedAt }: ListedOrder): boolean => {
    const version = known.get(orderId);
    if (version === undefined) return createdAt >= shop.installedAt && createdAt.getTime() < settledBefore;
    // Null: recorded when versions were not noted yet.
    return (version === null || version < updatedAt) && updatedAt.getTime() < settledBefore;
  };
  return listed.filter(isWanted).map(({ orderId }) => orderId);
}
