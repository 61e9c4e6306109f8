import type { Database } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { CustomeowAccounts } from "../shops/customeowAccounts.ts";

export interface InboxServices {
  database: Database;
  jobs: JobQueue;
  customeow: CustomeowAccounts;
}

/** What came of a delivery, in a sentence for the operator. */
export interface Processed {
  state: "processed" | "ignored" | "failed";
  outcome: string;
}
