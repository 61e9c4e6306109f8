import type { BulkRunHandlers } from "../bulk/handler.ts";
import { resumeWaitingOrdersHandler } from "../production/resumeWaitingOrders.ts";
import { retryFailedHandler } from "../production/retryFailed.ts";
import type { Services } from "../services.ts";
import { eraseShopHandler } from "../shops/eraseShop.ts";
import { publishStorefrontHandler } from "../skus/publishStorefront.ts";

/** Who does which kind of run. */
export function createBulkRunHandlers(services: Services): BulkRunHandlers {
  return {
    "erase-shop": eraseShopHandler(services),
    "retry-failed": retryFailedHandler(services),
    "resume-waiting-orders": resumeWaitingOrdersHandler(services),
    "publish-storefront": publishStorefrontHandler({
      ...services,
      customizerUrl: services.settings.customeow.clientUrl,
    }),
  };
}
