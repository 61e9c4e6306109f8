import type { JobHandler } from "../jobs/work.ts";
import type { ReadingServices } from "./readingServices.ts";
import { readShopOrders } from "./readShopOrders.ts";

/** Every few minutes: makes good for webhooks that never came, late ones included. */
export function reconcileOrdersHandler(services: ReadingServices): JobHandler<"reconcile-orders"> {
  return ({ shopId }, log) => readShopOrders(services, shopId, "latest", log);
}
