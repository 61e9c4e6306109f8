import sql from "sql-template-tag";
import { z } from "zod";
import type { Sql, SqlPool } from "../database/sql.ts";
import { type BulkRunKind, bulkRunCatalogue, type BulkRunCursor } from "./catalogue.ts";
import type { BulkCounts, BulkRun } from "./handler.ts";

/** A run as it stands, as its kind's definition reads it. */
export interface RunningRun<Kind extends BulkRunKind = BulkRunKind> {
  kind: Kind;
  run: BulkRun<Kind>;
  cursor: BulkRunCursor<Kind> | null;
  /** How often the cursor was moved, by which it is known to be still the same. */
  position: number;
}

const kinds = z.enum(Object.keys(bulkRunCatalogue) as [BulkRunKind, ...BulkRunKind[]]);

/**
 * Begins a run that waits, unless another of its kind is under way in the shop, or takes it up where it stands.
 * @returns "later" while another is under way; null where the run is over
 */
export async function takeUpRun(connections: SqlPool, runId: string): Promise<RunningRun | "later" | null> {
  const [row] = await connections.rows<{
    shopId: string;
    kind: string;
    parameters: unknown;
    cursor: unknown;
    position: number;
  }>(sql`
    UPDATE "BulkRun" AS run
    SET "state" = 'running', "startedAt" = coalesce(run."startedAt", now())
    WHERE run."id" = ${runId}::uuid AND (
      run."state" = 'running'
      OR run."state" = 'waiting' AND NOT EXISTS (
        SELECT FROM "BulkRun" AS other
        WHERE other."shopId" = run."shopId" AND other."kind" = run."kind" AND other."state" = 'running'))
    RETURNING run."shopId", run."kind", run."parameters", run."cursor", run."position"`);
  if (row === undefined) return (await isWaiting(connections, runId)) ? "later" : null;
  const kind = kinds.parse(row.kind);
  const { parameters, cursor } = bulkRunCatalogue[kind];
  return {
    kind,
    run: { id: runId, shopId: row.shopId, parameters: parameters.parse(row.parameters) },
    cursor: row.cursor === null ? null : cursor.parse(row.cursor),
    position: row.position,
  };
}

async function isWaiting(rows: Sql, runId: string): Promise<boolean> {
  const waiting = await rows.rows(
    sql`SELECT FROM "BulkRun" WHERE "id" = ${runId}::uuid AND "state" = 'waiting'`,
  );
  return waiting.length > 0;
}

const standsAt = (runId: string, position: number) =>
  sql`"id" = ${runId}::uuid AND "state" = 'running' AND "position" = ${position}`;

/** Holds the run until the transaction ends. @returns false where it was cancelled, or another worker moved it on */
export async function holdRun(rows: Sql, runId: string, position: number): Promise<boolean> {
  const held = await rows.rows(
    sql`SELECT FROM "BulkRun" WHERE ${standsAt(runId, position)} FOR NO KEY UPDATE`,
  );
  return held.length > 0;
}

/** So long it is taken for granted that who began work outside the database is still at it. */
const OUTSIDE_SECONDS = 30;

/** Notes that work outside the database begins, which no other worker does at the same time then. */
export async function beginOutside(
  rows: Sql,
  runId: string,
  position: number,
): Promise<"begun" | "busy" | "stopped"> {
  const begun = await rows.rows(sql`
    UPDATE "BulkRun" SET "outsideSince" = clock_timestamp()
    WHERE ${standsAt(runId, position)} AND (
      "outsideSince" IS NULL OR "outsideSince" < clock_timestamp() - ${OUTSIDE_SECONDS} * interval '1 second')
    RETURNING "id"`);
  if (begun.length > 0) return "begun";
  return (await holdRun(rows, runId, position)) ? "busy" : "stopped";
}

/** Moves a run on that is held. */
export async function advanceRun(
  rows: Sql,
  runId: string,
  cursor: object,
  { done, failed }: BulkCounts,
): Promise<void> {
  await rows.rows(sql`
    UPDATE "BulkRun"
    SET "cursor" = ${JSON.stringify(cursor)}::jsonb, "position" = "position" + 1, "tries" = 0, "outsideSince" = NULL,
      "done" = "done" + ${done}, "failed" = "failed" + ${failed}
    WHERE "id" = ${runId}::uuid`);
}

/**
 * Notes that the item that comes next went wrong, so that its work outside the database may be begun again at once.
 * @returns how often it has gone wrong in a row; 0 where the run was moved on meanwhile
 */
export async function noteFailedTry(rows: Sql, runId: string, position: number): Promise<number> {
  const [noted] = await rows.rows<{ tries: number }>(sql`
    UPDATE "BulkRun" SET "tries" = "tries" + 1, "outsideSince" = NULL
    WHERE ${standsAt(runId, position)} RETURNING "tries"`);
  return noted?.tries ?? 0;
}

/** @returns its counts; null where it was cancelled, or another worker moved it on */
export async function finishRun(rows: Sql, runId: string, position: number): Promise<BulkCounts | null> {
  const [counts] = await rows.rows<BulkCounts>(sql`
    UPDATE "BulkRun" SET "state" = 'finished', "finishedAt" = now()
    WHERE ${standsAt(runId, position)} RETURNING "done", "failed"`);
  return counts ?? null;
}
