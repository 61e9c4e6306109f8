import type { OrderReadingKind } from "@prisma/client";
import sql, { empty } from "sql-template-tag";
import type { Sql } from "../database/sql.ts";

/** How far the orders of a shop were read. */
export interface ReadingProgress {
  /** Every change up to here was seen; by Shopify's clock. */
  readUpTo: Date | null;
  /** What the list that is being read starts from; null between two readings. */
  listedFrom: Date | null;
  /** Where the next page of that list begins. */
  pageCursor: string | null;
}

/** A shop whose orders are read. */
export interface ReadShop {
  id: string;
  domain: string;
  installedAt: Date;
}

/** Null where the shop has removed the app. */
export async function findProgress(
  database: Sql,
  shopId: string,
  kind: OrderReadingKind,
): Promise<{ shop: ReadShop; progress: ReadingProgress } | null> {
  const [row] = await database.rows<ReadShop & ReadingProgress>(sql`
    SELECT shop."id", shop."domain", shop."installedAt", reading."readUpTo", reading."listedFrom", reading."pageCursor"
    FROM "Shop" AS shop
    LEFT JOIN "OrderReading" AS reading
      ON reading."shopId" = shop."id" AND reading."kind" = ${kind}::"OrderReadingKind"
    WHERE shop."id" = ${shopId}::uuid AND shop."uninstalledAt" IS NULL`);
  if (row === undefined) return null;
  const { id, domain, installedAt, ...progress } = row;
  return { shop: { id, domain, installedAt }, progress };
}

/** Keeps how far a turn came; with the last page of the list, the turn is over. */
export async function keepProgress(
  database: Sql,
  shopId: string,
  kind: OrderReadingKind,
  { readUpTo, listedFrom, pageCursor }: ReadingProgress,
): Promise<void> {
  await database.rows(sql`
    INSERT INTO "OrderReading" AS reading ("shopId", "kind", "nextAt", "readUpTo", "listedFrom", "pageCursor")
    VALUES (${shopId}::uuid, ${kind}::"OrderReadingKind", now(), ${readUpTo}, ${listedFrom}, ${pageCursor})
    ON CONFLICT ("shopId", "kind") DO UPDATE
    SET "readUpTo" = EXCLUDED."readUpTo", "listedFrom" = EXCLUDED."listedFrom", "pageCursor" = EXCLUDED."pageCursor",
        "startedAt" = CASE WHEN EXCLUDED."pageCursor" IS NOT NULL THEN reading."startedAt" END`);
}

/** Ends a turn before the end of the list. */
export async function endTurn(
  database: Sql,
  shopId: string,
  kind: OrderReadingKind,
  next: { afterSeconds?: number; fromTheBeginning?: boolean } = {},
): Promise<void> {
  const { afterSeconds, fromTheBeginning = false } = next;
  const due =
    afterSeconds === undefined
      ? empty
      : sql`, "nextAt" = now() + ${afterSeconds}::float8 * interval '1 second'`;
  const cursor = fromTheBeginning ? sql`, "listedFrom" = NULL, "pageCursor" = NULL` : empty;
  await database.rows(sql`
    UPDATE "OrderReading" SET "startedAt" = NULL ${due} ${cursor}
    WHERE "shopId" = ${shopId}::uuid AND "kind" = ${kind}::"OrderReadingKind"`);
}
