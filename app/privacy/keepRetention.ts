import sql, { raw } from "sql-template-tag";
import type { Retention } from "../config/settings.ts";
import type { Database } from "../database/database.ts";
import type { SqlPool } from "../database/sql.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { JobHandler } from "../jobs/work.ts";
import { requestErasure } from "../shops/requestErasure.ts";
import { redactWhatWasMade } from "./redactOrders.ts";
import { retentionOf } from "./retention.ts";

interface RetentionServices {
  database: Database;
  sql: SqlPool;
  jobs: JobQueue;
  settings: { retention: Retention };
}

const ROWS_A_STATEMENT = 200;
const SHOPS_A_RUN = 200;

/** Every night: deletes what was kept for as long as it may be, a little at a time, of whatever shop. */
export function keepRetentionHandler(services: RetentionServices): JobHandler<"keep-retention"> {
  return async (_payload, log) => {
    const { sql: rows, settings } = services;
    await closeOrdersBefore(rows, settings.retention.ordersDays);
    for (const [table, retention] of Object.entries(retentionOf)) {
      if (retention.kept !== "for days") continue;
      const days = settings.retention[retention.days];
      const old = retention.old(days, ROWS_A_STATEMENT);
      let deleted = 0;
      for (let some = ROWS_A_STATEMENT; some >= ROWS_A_STATEMENT; deleted += some)
        some = await deleteSome(rows, table, retention.key, old);
      if (deleted > 0) log.info({ table, days, deleted }, "old rows were deleted");
    }
    await redactWhatWasMade(rows);
    await eraseShopsThatLeft(services);
  };
}

/**
 * Whatever comes of an order from before is not recorded any more. Invariant: it is closed before the first of them is
 * deleted, so that none is taken for a new one, and made again.
 */
async function closeOrdersBefore(rows: SqlPool, days: number): Promise<void> {
  await rows.rows(sql`
    UPDATE "Shop" SET "ordersForgottenBefore" = now() - ${days}::int * interval '1 day'
    WHERE "installedAt" < now() - ${days}::int * interval '1 day'`);
}

async function deleteSome(
  rows: SqlPool,
  table: string,
  key: "id" | "ctid",
  old: ReturnType<typeof sql>,
): Promise<number> {
  const [deleted] = await rows.rows<{ count: number }>(sql`
    WITH deleted AS (DELETE FROM ${raw(`"${table}"`)} WHERE ${raw(`"${key}"`)} IN (${old}) RETURNING 1)
    SELECT count(*)::int AS count FROM deleted`);
  return deleted?.count ?? 0;
}

/** Shopify has a shop erased 48 hours after it removed the app. Where that was never heard, it is done later. */
async function eraseShopsThatLeft({ database, sql: rows, jobs, settings }: RetentionServices): Promise<void> {
  const { uninstalledDays } = settings.retention;
  const left = await rows.rows<{ id: string; uninstalledAt: Date }>(sql`
    SELECT "id", "uninstalledAt" FROM "Shop" AS shop
    WHERE "uninstalledAt" < now() - ${uninstalledDays}::int * interval '1 day' AND NOT EXISTS (
      SELECT FROM "BulkRun" WHERE "shopId" = shop."id" AND "kind" = 'erase-shop')
    ORDER BY "uninstalledAt" LIMIT ${SHOPS_A_RUN}`);
  for (const { id, uninstalledAt } of left)
    await database.$transaction((transaction) => requestErasure(transaction, jobs, id, uninstalledAt));
}
