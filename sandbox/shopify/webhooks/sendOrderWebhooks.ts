import type { Order, Shop } from "../shop/shop.ts";
import { orderPayload } from "./orderPayload.ts";

type Send = (topic: string, payload: Record<string, unknown>) => unknown;

/** What Shopify sends when an order changes: a cancellation is told of twice, once as any other change. */
export async function tellOfChange(
  send: Send,
  shop: Shop,
  order: Order,
  isCancellation = false,
): Promise<void> {
  const payload = orderPayload(shop, order);
  await send("orders/updated", payload);
  if (isCancellation) await send("orders/cancelled", payload);
}
