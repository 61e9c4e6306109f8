import type { Database } from "../database/database.ts";
import type { JobHandler } from "../jobs/work.ts";
import { eraseShop } from "./shop.ts";

/** `shop/redact`: 48 hours after a shop removed the app, nothing of it is left. */
export function eraseShopHandler(services: { database: Database }): JobHandler<"erase-shop"> {
  return ({ shopDomain }) => eraseShop(services.database, shopDomain);
}
