import type { Lifecycle } from "../orders/lifecycle/lifecycle.ts";
import type { Database } from "../database/database.ts";
import type { SqlPool } from "../database/sql.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { AdminApi } from "../shopify/adminApi.ts";

/** What reading a shop's orders needs. */
export interface ReadingServices {
  database: Database;
  sql: SqlPool;
  lifecycle: Lifecycle;
  jobs: JobQueue;
  shopify: { adminApi(shopDomain: string): Pick<AdminApi, "listOrders" | "readOrders"> };
}
