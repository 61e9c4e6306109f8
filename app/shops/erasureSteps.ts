import sql, { empty, raw } from "sql-template-tag";
import type { BulkRun } from "../bulk/handler.ts";
import type { Sql } from "../database/sql.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { forgetShop } from "../quota/forgetShop.ts";

type Erasure = BulkRun<"erase-shop">;

/** One kind of what a shop leaves behind. */
export interface ErasureStep {
  name: string;
  /** What follows the key `after`; null where nothing does. */
  next(rows: Sql, run: Erasure, after: string | null): Promise<Portion | null>;
}

/** What is deleted together. */
export interface Portion {
  /** The key of its last row. */
  last: string;
  /** @returns how many rows were deleted */
  delete(rows: Sql): Promise<number>;
}

const ROWS_AT_ONCE = 1_000;

/** Its jobs go first, so that none adds rows, and its own row last: with it goes what was added meanwhile. */
export function erasureSteps(jobs: JobQueue): readonly ErasureStep[] {
  return [jobsOf(jobs), ...tableSteps, shopItself(jobs)];
}

/**
 * The tables that grow with a shop, those that refer to others first. Each key is the next column of an index that
 * begins with the shop. An order takes its items with it.
 */
export const tableSteps: readonly ErasureStep[] = [
  ofShop("ProductionFile", "id", "uuid"),
  ofShop("CompositeTask", "id", "uuid"),
  ofShop("TimelineEntry", "id", "uuid"),
  ofShop("UnexpectedAnswer", "receivedAt", "timestamptz"),
  ofShop("Order", "platformOrderId", "text"),
  ofShop("Design", "customInfoId", "text"),
  ofShop("CustomeowSku", "customeowSkuId", "text"),
  ofShop("MatchedVariant", "variantId", "text"),
  ofShop("PublishedProduct", "productId", "text"),
  ofShop("PassedOverOrder", "platformOrderId", "text"),
  ofShop("SkuSyncPart", "syncId", "uuid"),
  ofShop("SkuSync", "startedAt", "timestamptz"),
  ofShop("TemplatePace", "compositeId", "text"),
  rowsOf("WebhookDelivery", "receivedAt", "timestamptz", ({ parameters: { shopDomain, receivedUpTo } }) => {
    // What comes later is of a shop that installed the app again.
    return sql`"shopDomain" = ${shopDomain} AND "receivedAt" <= ${receivedUpTo}::timestamptz`;
  }),
];

type KeyType = "uuid" | "text" | "timestamptz";

function ofShop(table: string, key: string, type: KeyType): ErasureStep {
  return rowsOf(table, key, type, ({ shopId }) => sql`"shopId" = ${shopId}::uuid`);
}

function rowsOf(
  table: string,
  key: string,
  type: KeyType,
  areOfShop: (run: Erasure) => ReturnType<typeof sql>,
): ErasureStep {
  const [from, column, cast] = [raw(`"${table}"`), raw(`"${key}"`), raw(`::${type}`)];
  return {
    name: table,
    async next(rows, run, after) {
      const follow = sql`${areOfShop(run)} ${after === null ? empty : sql`AND ${column} > ${after}${cast}`}`;
      const [page] = await rows.rows<{ last: string }>(sql`
        SELECT ${column}::text AS last
        FROM (SELECT ${column} FROM ${from} WHERE ${follow} ORDER BY ${column} LIMIT ${ROWS_AT_ONCE}) AS page
        ORDER BY page.${column} DESC LIMIT 1`);
      if (page === undefined) return null;
      const { last } = page;
      return {
        last,
        delete: (transaction) =>
          countOf(transaction, sql`DELETE FROM ${from} WHERE ${follow} AND ${column} <= ${last}${cast}`),
      };
    },
  };
}

/** Those that nobody works on; who works on one finds nothing to do. */
function jobsOf(jobs: JobQueue): ErasureStep {
  const of = (shopId: string) => ({ shopId, except: "continue-bulk-run" }) as const;
  return {
    name: "jobs",
    async next(rows, { shopId }) {
      if (!(await jobs.hasWaiting(rows, of(shopId)))) return null;
      return { last: "", delete: (transaction) => jobs.forgetWaiting(transaction, of(shopId), ROWS_AT_ONCE) };
    },
  };
}

function shopItself(jobs: JobQueue): ErasureStep {
  return {
    name: "Shop",
    async next(rows, { shopId }) {
      const isThere = (await rows.rows(sql`SELECT FROM "Shop" WHERE "id" = ${shopId}::uuid`)).length > 0;
      if (!isThere) return null;
      return {
        last: shopId,
        async delete(transaction) {
          await jobs.forgetShop(transaction, shopId);
          // Requests that were under way when the erasure began have stood in line since.
          await forgetShop(transaction, shopId);
          return countOf(transaction, sql`DELETE FROM "Shop" WHERE "id" = ${shopId}::uuid`);
        },
      };
    },
  };
}

async function countOf(rows: Sql, deletion: ReturnType<typeof sql>): Promise<number> {
  const [deleted] = await rows.rows<{ count: number }>(
    sql`WITH deleted AS (${deletion} RETURNING 1) SELECT count(*)::int AS count FROM deleted`,
  );
  return deleted?.count ?? 0;
}
