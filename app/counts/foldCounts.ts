import sql from "sql-template-tag";
import type { Sql } from "../database/sql.ts";
import type { JobHandler } from "../jobs/work.ts";

const CHANGES_A_STATEMENT = 20_000;

/**
 * Every minute: adds what changed to the counts, so that a page that reads a count has few changes to add up. Two at
 * once take different changes, and touch the counts in the same order, so that neither waits for the other in a circle.
 */
export function foldCountsHandler({ sql }: { sql: Sql }): JobHandler<"fold-counts"> {
  return () => foldCounts(sql);
}

export async function foldCounts(connection: Sql): Promise<void> {
  while ((await foldSome(connection)) === CHANGES_A_STATEMENT);
}

/** @returns how many changes were folded */
async function foldSome(connection: Sql): Promise<number> {
  const [folded] = await connection.rows<{ changes: number }>(sql`
    WITH taken AS (
      DELETE FROM "CountChange" WHERE "id" IN (
        SELECT "id" FROM "CountChange" ORDER BY "id" LIMIT ${CHANGES_A_STATEMENT} FOR UPDATE SKIP LOCKED
      )
      RETURNING "shopId", "day", "counter", "change"
    ), added AS (
      INSERT INTO "ShopCount" AS kept ("shopId", "day", "counter", "count")
      SELECT "shopId", "day", "counter", sum("change") FROM taken
      GROUP BY "shopId", "day", "counter" HAVING sum("change") <> 0
      ORDER BY "shopId", "day", "counter"
      ON CONFLICT ("shopId", "day", "counter") DO UPDATE SET "count" = kept."count" + excluded."count"
    )
    SELECT count(*)::int AS changes FROM taken`);
  return folded?.changes ?? 0;
}
