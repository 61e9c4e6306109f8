import type { Database } from "../database/database.ts";
import type { Locks } from "../database/lock.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { AdminApi } from "../shopify/adminApi.ts";

/** What reading a shop's orders needs. */
export interface ReadingServices {
  database: Database;
  jobs: JobQueue;
  locks: Locks;
  shopify: { adminApi(shopDomain: string): Pick<AdminApi, "listOrders" | "readOrders"> };
}
