import type { PgBoss } from "pg-boss";
import { jobCatalogue } from "../jobs/catalogue.ts";
import type { StoredJob } from "../jobs/queue.ts";

/** The schedule's name in the database: there is one, however many processes set it. */
const KEY = "order-readings";

/**
 * Looks every minute for shops whose orders are to be read. The schedule is kept in the database, and each minute's job
 * is sent by one of the processes.
 */
export async function scheduleOrderReadings(boss: PgBoss): Promise<void> {
  const { queue, priority } = jobCatalogue["start-order-readings"];
  const job: StoredJob = { job: "start-order-readings", payload: {} };
  // The next minute comes anyway.
  await boss.schedule(queue, "* * * * *", job, { key: KEY, priority, retryLimit: 0 });
}
