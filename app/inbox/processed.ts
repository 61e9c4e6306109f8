import type { CustomeowAccounts } from "../accounts/customeowAccounts.ts";
import type { Database } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { DeliveryOutcome } from "./deliveryOutcomes.ts";

export interface InboxServices {
  database: Database;
  jobs: JobQueue;
  customeow: CustomeowAccounts;
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
