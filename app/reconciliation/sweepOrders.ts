import type { JobHandler } from "../jobs/work.ts";
import { forgetPassedOver } from "../orders/apply/passOver.ts";
import { resumeWhatWaits } from "../production/resumeWaitingOrders.ts";
import type { ReadingServices } from "./readingServices.ts";
import { readShopOrders } from "./readShopOrders.ts";

/**
 * Once a day: reads the last days once more, has CustoMeow asked whether it has what it was sent, takes up what waits,
 * and forgets what nobody needs any more.
 */
export function sweepOrdersHandler(services: ReadingServices): JobHandler<"sweep-orders"> {
  return async ({ shopId }, log) => {
    const { database, jobs } = services;
    const shop = await database.shop.findUnique({ where: { id: shopId } });
    if (shop === null) return;
    await readShopOrders(services, shopId, "last_days", log);
    await forgetPassedOver(database, shopId);
    await resumeWhatWaits(services, shopId);
    await database.$transaction((rows) => jobs.enqueue(rows, "confirm-orders", { shopId }));
  };
}
