import type { Log } from "../log/log.ts";
import { applyShopifyOrder } from "./applyShopifyOrder.ts";
import type { CreateOrderServices, OrderWithLines } from "./createOrder.ts";
import { toShopifyOrder } from "./toShopifyOrder.ts";

/** What Shopify said within this time need not be asked again. */
const FRESH_MILLISECONDS = 30_000;

/**
 * Looks at the order in Shopify once more before it is paid for: it may have been cancelled, refunded or edited while
 * it waited, and webhooks come late. Should Shopify not answer, its webhooks must do.
 * @returns whether the order changed, and must be read again
 */
export async function lookAtShopify(
  { database, jobs, shopify }: CreateOrderServices,
  order: OrderWithLines,
  log: Log,
): Promise<boolean> {
  if (Date.now() - order.recordedAt.getTime() < FRESH_MILLISECONDS) return false;
  try {
    const [current] = await shopify.adminApi(order.shop.domain).readOrders([order.platformOrderId]);
    if (current === undefined) return false;
    const applied = await database.$transaction((transaction) =>
      applyShopifyOrder(transaction, jobs, { ...order.shop, id: order.shopId }, toShopifyOrder(current), {
        kind: "found",
      }),
    );
    return applied.outcome === "changed";
  } catch (error) {
    log.warn(
      { err: error },
      "Shopify could not be asked for the order's latest state; it is sent as it is known",
    );
    return false;
  }
}
