import type { Database } from "../database/database.ts";
import type { Locks } from "../database/lock.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { CustomeowAccounts } from "../accounts/customeowAccounts.ts";

/** What the making of production files works with. */
export interface ProductionServices {
  database: Database;
  jobs: JobQueue;
  locks: Locks;
  customeow: CustomeowAccounts;
  /** How long one call to CustoMeow may take. */
  timeoutMilliseconds: number;
}
