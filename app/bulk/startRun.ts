import sql from "sql-template-tag";
import type { Transaction } from "../database/database.ts";
import { type Sql, sqlOf } from "../database/sql.ts";
import type { EnqueueOptions } from "../jobs/newJobs.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { BulkRunAsker, BulkRunKind, BulkRunParameters } from "./catalogue.ts";

export type NewBulkRun = {
  [Kind in BulkRunKind]: { shopId: string; kind: Kind; parameters: BulkRunParameters<Kind> };
}[BulkRunKind] & {
  askedBy: BulkRunAsker;
} & EnqueueOptions;

/** How long it can be seen what became of a run. */
const KEPT_DAYS = 7;

/**
 * Asks for a run, in the transaction of what it is asked for. However often the same is asked for, one run at most
 * waits to begin: it reads what was committed until then. One that has begun is followed by another, since it may
 * have passed by what changed.
 */
export async function startBulkRun(
  transaction: Transaction | Sql,
  jobs: JobQueue,
  { shopId, kind, parameters, askedBy, ...options }: NewBulkRun,
): Promise<void> {
  const rows = sqlOf(transaction);
  await rows.rows(sql`
    DELETE FROM "BulkRun"
    WHERE "shopId" = ${shopId}::uuid AND "kind" = ${kind} AND "state" IN ('finished', 'cancelled')
      AND "finishedAt" < now() - ${KEPT_DAYS} * interval '1 day'`);
  const [asked] = await rows.rows<{ id: string }>(sql`
    INSERT INTO "BulkRun" ("shopId", "kind", "parameters", "askedBy")
    VALUES (${shopId}::uuid, ${kind}, ${JSON.stringify(parameters)}::jsonb, ${askedBy})
    ON CONFLICT ("shopId", "kind", md5("parameters"::text)) WHERE "state" = 'waiting'
      DO UPDATE SET "askedBy" = EXCLUDED."askedBy"
    RETURNING "id"`);
  // Of the jobs of one run one waits, for the sooner of the moments that were asked for.
  if (asked !== undefined)
    await jobs.enqueue(rows, "continue-bulk-run", { shopId, runId: asked.id }, options);
}
