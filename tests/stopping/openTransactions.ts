import sql from "sql-template-tag";
import type { Sql } from "../../app/database/sql.ts";

/** How many transactions others have open in the database. */
export async function openTransactions(rows: Sql): Promise<number> {
  const [found] = await rows.rows<{ open: number }>(sql`
    SELECT count(*)::int AS open FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
      AND xact_start IS NOT NULL`);
  return found?.open ?? 0;
}
