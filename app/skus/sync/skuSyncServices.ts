import type { CustomeowAccounts } from "../../accounts/customeowAccounts.ts";
import type { Database } from "../../database/database.ts";
import type { Locks } from "../../database/lock.ts";
import type { SqlPool } from "../../database/sql.ts";
import type { JobQueue } from "../../jobs/queue.ts";
import type { AdminApi } from "../../shopify/adminApi.ts";

/** What of the shop a sync reads. */
export type VariantReader = Pick<
  AdminApi,
  "variantsBySku" | "startVariantExport" | "findVariantExport" | "lookAtVariantExport" | "exportedVariants"
>;

export interface SkuSyncServices {
  database: Database;
  sql: SqlPool;
  jobs: JobQueue;
  locks: Pick<Locks, "ifFree">;
  customeow: CustomeowAccounts;
  shopify: { adminApi(shopDomain: string): VariantReader };
}
