import { startBulkRun } from "../bulk/startRun.ts";
import type { Transaction } from "../database/database.ts";
import type { Sql } from "../database/sql.ts";
import type { EnqueueOptions } from "../jobs/newJobs.ts";
import type { JobQueue } from "../jobs/queue.ts";

/** Has the storefront told what changed, in the transaction of the change. */
export function requestPublishing(
  transaction: Transaction | Sql,
  jobs: JobQueue,
  shopId: string,
  options: EnqueueOptions = {},
): Promise<void> {
  return startBulkRun(transaction, jobs, {
    shopId,
    kind: "publish-storefront",
    parameters: {},
    askedBy: "app",
    ...options,
  });
}
