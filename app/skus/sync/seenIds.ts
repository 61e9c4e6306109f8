import sql from "sql-template-tag";
import type { Sql } from "../../database/sql.ts";
import type { SkuSync } from "./skuSync.ts";

/*
 * The ids that came to a running sync, an answer a row: some hundred rows for a long list, where a row for each id
 * would be as much writing as the list itself.
 */

export type SeenKind = "skus" | "variants";

/** How many of the ids of an answer had not come before, and whether the answer joins those before it. */
export interface Standing {
  fresh: number;
  isJoined: boolean;
}

/**
 * Holds a page of CustoMeow's list against the one that came before it; while the list is looked back at, against
 * all. @param ids in the page's order
 */
export async function compareWithSeen(
  rows: Sql,
  { id, reading }: SkuSync,
  ids: readonly string[],
): Promise<Standing> {
  const { answers, lookingBack } = reading;
  const from = lookingBack === null ? answers - 1 : 0;
  const [standing] = await rows.rows<Standing>(sql`
    SELECT
      count(DISTINCT given.id) FILTER (WHERE NOT EXISTS (
        SELECT FROM "SkuSyncPart"
        WHERE "syncId" = ${id}::uuid AND kind = 'skus' AND number >= ${from} AND given.id = ANY (ids)
      ))::int AS fresh,
      EXISTS (
        SELECT FROM "SkuSyncPart"
        WHERE "syncId" = ${id}::uuid AND kind = 'skus' AND number < ${lookingBack?.joinedAnswers ?? 0}
          AND ${ids[0] ?? null}::text = ANY (ids)
      ) AS "isJoined"
    FROM unnest(${ids}::text[]) AS given(id)`);
  return standing ?? { fresh: 0, isJoined: false };
}

export async function noteSeen(
  rows: Sql,
  { id, shopId }: SkuSync,
  kind: SeenKind,
  number: number,
  ids: readonly string[],
): Promise<void> {
  await rows.rows(sql`
    INSERT INTO "SkuSyncPart" ("shopId", "syncId", kind, number, ids)
    VALUES (${shopId}::uuid, ${id}::uuid, ${kind}::"SkuSyncPartKind", ${number}, ${ids}::text[])`);
}

/** The number of the next answer. */
export async function countSeen(rows: Sql, { id }: SkuSync, kind: SeenKind): Promise<number> {
  const [row] = await rows.rows<{ count: number }>(sql`
    SELECT count(*)::int AS count FROM "SkuSyncPart"
    WHERE "syncId" = ${id}::uuid AND kind = ${kind}::"SkuSyncPartKind"`);
  return row?.count ?? 0;
}

/** @param kind all kinds where it is not given */
export async function forgetSeen(rows: Sql, { id }: Pick<SkuSync, "id">, kind?: SeenKind): Promise<void> {
  await rows.rows(sql`
    DELETE FROM "SkuSyncPart"
    WHERE "syncId" = ${id}::uuid AND (${kind ?? null}::text IS NULL OR kind::text = ${kind ?? null}::text)`);
}
