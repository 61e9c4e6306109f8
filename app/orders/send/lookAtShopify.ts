import type { Log } from "../../log/log.ts";
import { applyShopifyOrder } from "../apply/applyShopifyOrder.ts";
import type { OrderLife } from "../lifecycle/life.ts";
import { toShopifyOrder } from "../read-shopify/toShopifyOrder.ts";
import type { SendServices } from "./sendServices.ts";

/** What Shopify said within this time need not be asked again. */
const FRESH_MILLISECONDS = 30_000;

/**
 * Looks at the order in Shopify once more before it is paid for: it may have been cancelled, refunded or edited while
 * it waited, and webhooks come late. Should Shopify not answer, its webhooks must do.
 * @returns whether the order changed, and must be read again
 */
export async function lookAtShopify(
  services: SendServices,
  { order, shop }: OrderLife,
  log: Log,
): Promise<boolean> {
  if (Date.now() - order.recordedAt.getTime() < FRESH_MILLISECONDS) return false;
  try {
    const [current] = await services.shopify.adminApi(shop.domain).readOrders([order.platformOrderId]);
    if (current === undefined) return false;
    const applyingShop = { ...shop, id: order.shopId };
    const source = { kind: "found" } as const;
    const applied = await applyShopifyOrder(services, applyingShop, toShopifyOrder(current), source);
    return applied.outcome === "changed";
  } catch (error) {
    log.warn(
      { err: error },
      "Shopify could not be asked for the order's latest state; it is sent as it is known",
    );
    return false;
  }
}
