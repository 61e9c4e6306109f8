import sql, { type Sql } from "sql-template-tag";
import type { CustomeowAccounts } from "../accounts/customeowAccounts.ts";
import type { Database } from "../database/database.ts";
import type { SqlPool } from "../database/sql.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { Lifecycle } from "../orders/lifecycle/lifecycle.ts";
import type { AdminApi } from "../shopify/adminApi.ts";
import type { DeliveryOutcome } from "./deliveryOutcomes.ts";

export interface InboxServices {
  database: Database;
  sql: SqlPool;
  jobs: JobQueue;
  lifecycle: Lifecycle;
  customeow: CustomeowAccounts;
  shopify: { adminApi: (shopDomain: string) => Pick<AdminApi, "appInstallation"> };
}

/** What came of a delivery. */
export interface Processed {
  state: "processed" | "ignored" | "failed";
  outcome: DeliveryOutcome;
  /** Nothing of what it said is kept. */
  forgetsBody?: true;
}

/** For a shop that never had the app, or whose data was deleted: it is not for us to keep what is told of it. */
export const ofUnknownShop: Processed = {
  state: "ignored",
  outcome: { code: "shop_unknown", parameters: {} },
  forgetsBody: true,
};

/** The statement that notes what came of a delivery. */
export function notingOutcome(
  deliveryId: string,
  { state, outcome, forgetsBody }: Processed,
  onlyIf: Sql = sql`true`,
): Sql {
  return sql`
    UPDATE "WebhookDelivery"
    SET "state" = ${state}::"WebhookDeliveryState", "outcome" = ${JSON.stringify(outcome)}::jsonb, "processedAt" = clock_timestamp(),
        "body" = CASE WHEN ${forgetsBody === true}::boolean THEN '' ELSE "body" END
    WHERE "id" = ${deliveryId}::uuid AND ${onlyIf}`;
}
