import { setTimeout as pause } from "node:timers/promises";
import sql from "sql-template-tag";
import { type BulkServices, continueBulkRunHandler } from "../../app/bulk/continueRun.ts";
import type { BulkRunHandlers } from "../../app/bulk/handler.ts";
import type { Sql } from "../../app/database/sql.ts";
import { PostponedError } from "../../app/jobs/postponed.ts";
import { createLog } from "../../app/log/log.ts";

const log = createLog("silent");

/** Works on the shop's runs until none is left that is due, without a worker. */
export async function workOffRuns(
  services: BulkServices,
  handlers: BulkRunHandlers,
  shopId: string,
): Promise<void> {
  const continueRun = continueBulkRunHandler(services, handlers);
  for (;;) {
    const [run] = await dueRuns(services.sql, shopId);
    if (run === undefined) return;
    await continueRun({ shopId, runId: run.id }, log).catch(async (error: unknown) => {
      if (!(error instanceof PostponedError)) throw error;
      await pause(10);
    });
  }
}

/** One that is under way must end before others begin. */
async function dueRuns(rows: Sql, shopId: string): Promise<{ id: string }[]> {
  return rows.rows(sql`
    SELECT run."id" FROM "BulkRun" AS run
    WHERE run."shopId" = ${shopId}::uuid AND run."state" IN ('waiting', 'running') AND NOT EXISTS (
      SELECT FROM pgboss.job AS job WHERE job.data->'payload'->>'runId' = run."id"::text AND job.start_after > now())
    ORDER BY run."state" DESC, run."askedAt"`);
}

/** For a world in which only some kinds of runs are asked for. */
export const noRuns: BulkRunHandlers = {
  "erase-shop": { readPage: () => Promise.reject(new Error("No shop is erased here.")) },
  "resume-waiting-orders": { readPage: () => Promise.reject(new Error("Nothing is resumed here.")) },
  "retry-failed": { readPage: () => Promise.reject(new Error("Nothing is tried again here.")) },
  "publish-storefront": { readPage: () => Promise.reject(new Error("Nothing is published here.")) },
};
