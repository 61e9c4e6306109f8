import type { SqlPool } from "../database/sql.ts";
import type { Lifecycle } from "../orders/lifecycle/lifecycle.ts";
import type { CustomeowAccounts } from "../accounts/customeowAccounts.ts";
import type { CheckSchedule } from "./checkSchedule.ts";

/** What the making of production files works with. */
export interface ProductionServices {
  sql: SqlPool;
  lifecycle: Lifecycle;
  customeow: CustomeowAccounts;
  checks: CheckSchedule;
  /** How long one call to CustoMeow may take. */
  timeoutMilliseconds: number;
}
