import type { Database } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { CustomeowAccounts } from "../accounts/customeowAccounts.ts";

export interface InboxServices {
  database: Database;
  jobs: JobQueue;
  customeow: CustomeowAccounts;
}

/** What came of a delivery, in a sentence for the operator. */
export interface Processed {
  state: "processed" | "ignored" | "failed";
  outcome: string;
  /** Nothing of what it said is kept. */
  forgetsBody?: true;
}

/** For a shop that never had the app, or whose data was deleted: it is not for us to keep what is told of it. */
export const ofUnknownShop: Processed = {
  state: "ignored",
  outcome: "The shop does not have the app.",
  forgetsBody: true,
};
