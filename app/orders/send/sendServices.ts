import type { SqlPool } from "../../database/sql.ts";
import type { CustomeowAccounts } from "../../accounts/customeowAccounts.ts";
import type { AdminApi } from "../../shopify/adminApi.ts";
import type { Lifecycle } from "../lifecycle/lifecycle.ts";

/** What sending an order works with. */
export interface SendServices {
  sql: SqlPool;
  lifecycle: Lifecycle;
  customeow: CustomeowAccounts;
  shopify: { adminApi(shopDomain: string): Pick<AdminApi, "lineItemImages" | "readOrders"> };
  /** How long one call to CustoMeow may take. */
  timeoutMilliseconds: number;
}
