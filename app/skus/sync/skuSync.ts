import sql from "sql-template-tag";
import { z } from "zod";
import { type ListReading, startReading } from "../../customeow/listReading.ts";
import type { Sql } from "../../database/sql.ts";

/** A sync that has begun, as far as it is. */
export interface SkuSync {
  id: string;
  shopId: string;
  /** The CustoMeow store that it reads. */
  storeId: string;
  step: SkuSyncStep;
  revision: number;
  reading: ListReading;
  searchedUpTo: string | null;
  exportAttempts: number;
  exportId: string | null;
  variantsRead: number;
}

export type SkuSyncStep = "list_skus" | "remove_skus" | "find_variants" | "remove_variants";

export const listReading: z.ZodType<ListReading> = z.object({
  page: z.number(),
  pageSize: z.number(),
  count: z.number().nullable(),
  known: z.number(),
  pagesWithoutNews: z.number(),
  lookingBack: z.object({ goOnWith: z.number(), joinedAnswers: z.number() }).nullable(),
  looksBack: z.number(),
  answers: z.number(),
  moved: z.boolean(),
  mayMiss: z.boolean(),
  isDone: z.boolean(),
});

interface SkuSyncRow extends Omit<SkuSync, "reading" | "storeId"> {
  begunAt: Date | null;
  storeId: string | null;
  reading: unknown;
}

/**
 * The sync that is under way, or else the one that was asked for first, which begins with this: what changes from here
 * on needs another. Null where there is nothing to do.
 */
export async function takeUpSync(rows: Sql, shopId: string, storeId: string): Promise<SkuSync | null> {
  const [row] = await rows.rows<SkuSyncRow>(sql`
    SELECT ${columns} FROM "SkuSync"
    WHERE "shopId" = ${shopId}::uuid AND state = 'running'
    ORDER BY "begunAt" NULLS LAST, "startedAt", id
    LIMIT 1`);
  if (row === undefined) return null;
  return row.begunAt === null ? begin(rows, row, storeId) : toSkuSync(row);
}

async function begin(
  rows: Sql,
  { id, shopId }: Pick<SkuSyncRow, "id" | "shopId">,
  storeId: string,
): Promise<SkuSync | null> {
  // Those that were ended from outside, as by a disconnection, left what had come to them.
  await rows.rows(
    sql`DELETE FROM "SkuSyncPart" WHERE "shopId" = ${shopId}::uuid AND "syncId" <> ${id}::uuid`,
  );
  const [row] = await rows.rows<SkuSyncRow>(sql`
    UPDATE "SkuSync"
    SET "begunAt" = now(), "storeId" = ${storeId}, reading = ${JSON.stringify(startReading())}::jsonb
    WHERE id = ${id}::uuid AND state = 'running' AND "begunAt" IS NULL
    RETURNING ${columns}`);
  return row === undefined ? null : toSkuSync(row);
}

const columns = sql`id, "shopId", "begunAt", "storeId", step::text AS step, revision, reading, "searchedUpTo",
  "exportAttempts", "exportId", "variantsRead"`;

/** @throws ZodError where the row is not one of a sync that has begun */
function toSkuSync(row: SkuSyncRow): SkuSync {
  return {
    id: row.id,
    shopId: row.shopId,
    storeId: z.string().parse(row.storeId),
    step: row.step,
    revision: row.revision,
    reading: listReading.parse(row.reading),
    searchedUpTo: row.searchedUpTo,
    exportAttempts: row.exportAttempts,
    exportId: row.exportId,
    variantsRead: row.variantsRead,
  };
}
