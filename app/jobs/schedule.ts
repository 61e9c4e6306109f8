import type { PgBoss } from "pg-boss";
import { jobCatalogue } from "./catalogue.ts";
import { keyOf, policyOf, type StoredJob } from "./newJobs.ts";

interface Schedule {
  /** Its name in the database: there is one, however many processes set it. */
  key: string;
  job:
    | "start-order-readings"
    | "start-design-sweeps"
    | "renew-encryption"
    | "keep-retention"
    | "forget-deliveries"
    | "fold-counts";
  /** In UTC. */
  cron: string;
}

const schedules: readonly Schedule[] = [
  { key: "order-readings", job: "start-order-readings", cron: "* * * * *" },
  { key: "design-sweeps", job: "start-design-sweeps", cron: "*/15 * * * *" },
  { key: "forget-deliveries", job: "forget-deliveries", cron: "23 * * * *" },
  { key: "encryption", job: "renew-encryption", cron: "41 * * * *" },
  { key: "retention", job: "keep-retention", cron: "17 3 * * *" },
  { key: "counts", job: "fold-counts", cron: "* * * * *" },
];

/**
 * What is done by the clock. The schedules are kept in the database, and each job of theirs is sent by one of the
 * processes.
 */
export async function scheduleJobs(boss: PgBoss): Promise<void> {
  for (const { key, job, cron } of schedules) {
    const stored: StoredJob = { job, payload: {} };
    await boss.schedule(jobCatalogue[job].queue, cron, stored, {
      key,
      singletonKey: keyOf(job, {}),
      ...policyOf(job),
    });
  }
}
