import sql, { join, raw, type Sql as SqlPart } from "sql-template-tag";
import type { Sql } from "../database/sql.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { JobHandler } from "../jobs/work.ts";
import { BUSY_PACE, JITTER, LAST_DAYS_EVERY_SECONDS, PACES } from "./readingPace.ts";

interface StartServices {
  sql: Sql;
  jobs: JobQueue;
}

/**
 * Of a row of `reading` and its `shop`: how long ago the shop had an order, as far as is stored. A shop without any
 * counts from when it installed the app.
 */
const secondsSinceLastOrder = sql`extract(epoch FROM now() - greatest(
  shop."installedAt",
  reading."readUpTo",
  (SELECT max("placedAt") FROM "Order" WHERE "shopId" = shop."id"),
  (SELECT max("seenAt") FROM "PassedOverOrder" WHERE "shopId" = shop."id")
))::float8`;

/** Of a row of `reading` and its `shop`: after how many seconds its orders are to be read once more. */
const secondsUntilNext = sql`(1 - ${JITTER}::float8 * random()) * CASE reading."kind"
  WHEN 'last_days' THEN ${LAST_DAYS_EVERY_SECONDS}::float8
  ELSE (
    SELECT min(pace.every) FROM unnest(
      ${PACES.map(({ lastOrderWithinSeconds }) => lastOrderWithinSeconds)}::float8[],
      ${PACES.map(({ everySeconds }) => everySeconds)}::float8[]
    ) AS pace (within, every)
    WHERE ${secondsSinceLastOrder} <= pace.within
  )
END`;

/** So many readings are started and not ended, at most: after an outage thousands are due at once. */
export const MOST_UNDER_WAY = 500;

/** When it is looked again, where more are due than could be started. */
const LOOK_AGAIN_SECONDS = 10;

/** A reading that has not ended after so long never will. */
const LOST_SECONDS = 60 * 60;

/**
 * Has the orders of every shop read whose turn it is, those that are due longest first. A turn is given once, however
 * often and by how many processes this is asked; and a shop whose turn is not over gets no other.
 */
export function startOrderReadingsHandler(services: StartServices): JobHandler<"start-order-readings"> {
  return async () => {
    await addMissing(services.sql);
    await hastenBusy(services.sql);
    await startDue(services);
  };
}

/** A shop's first turn comes at a moment of its own, so that shops are spread over time. */
async function addMissing(database: Sql): Promise<void> {
  await database.rows(sql`
    INSERT INTO "OrderReading" ("shopId", "kind", "nextAt")
    SELECT shop."id", kind, now() + random() * interval '1 second'
      * CASE kind WHEN 'latest' THEN ${BUSY_PACE.everySeconds}::float8 ELSE ${LAST_DAYS_EVERY_SECONDS}::float8 END
    FROM "Shop" AS shop CROSS JOIN unnest(enum_range(NULL::"OrderReadingKind")) AS kind
    WHERE shop."uninstalledAt" IS NULL AND NOT EXISTS (
      SELECT FROM "OrderReading" AS reading WHERE reading."shopId" = shop."id" AND reading."kind" = kind)
    ON CONFLICT DO NOTHING`);
}

/** Brings forward the readings of quiet shops that have had an order meanwhile. */
async function hastenBusy(database: Sql): Promise<void> {
  const pace = sql`${BUSY_PACE.everySeconds}::float8 * interval '1 second'`;
  await database.rows(sql`
    UPDATE "OrderReading" AS reading SET "nextAt" = now() + random() * ${pace}
    FROM "Shop" AS shop
    WHERE shop."id" = reading."shopId" AND reading."kind" = 'latest' AND reading."nextAt" > now() + ${pace}
      AND ${secondsSinceLastOrder} <= ${BUSY_PACE.lastOrderWithinSeconds}::float8`);
}

async function startDue({ sql: database, jobs }: StartServices): Promise<void> {
  const shopsOf = (kind: "latest" | "last_days") =>
    sql`SELECT jsonb_build_object('shopId', "shopId") AS payload FROM started WHERE "kind" = ${kind}::"OrderReadingKind"`;
  const lost = sql`now() - ${LOST_SECONDS}::float8 * interval '1 second'`;
  const lookAgain = { job: "start-order-readings", payload: {}, afterSeconds: LOOK_AGAIN_SECONDS } as const;
  const handedIn = [
    await jobs.insertionForEach("reconcile-orders", shopsOf("latest")),
    await jobs.insertionForEach("sweep-orders", shopsOf("last_days")),
    ...(await jobs.insertion([lookAgain], sql`(SELECT count(*) FROM started) = (SELECT number FROM room)`)),
  ];
  await database.rows(sql`
    WITH room AS (
      SELECT greatest(0, ${MOST_UNDER_WAY}::int - count(*)) AS number FROM "OrderReading" WHERE "startedAt" > ${lost}
    ), due AS (
      SELECT reading."shopId", reading."kind" FROM "OrderReading" AS reading
      JOIN "Shop" AS shop ON shop."id" = reading."shopId" AND shop."uninstalledAt" IS NULL
      WHERE reading."nextAt" <= now() AND (reading."startedAt" IS NULL OR reading."startedAt" <= ${lost})
      ORDER BY reading."nextAt" LIMIT (SELECT number FROM room)
      FOR UPDATE OF reading SKIP LOCKED
    ), started AS (
      UPDATE "OrderReading" AS reading
      SET "startedAt" = now(), "nextAt" = now() + ${secondsUntilNext} * interval '1 second'
      FROM due JOIN "Shop" AS shop ON shop."id" = due."shopId"
      WHERE reading."shopId" = due."shopId" AND reading."kind" = due."kind"
      RETURNING reading."shopId", reading."kind"
    ), ${join(handedIn.map(asQuery))}
    SELECT`);
}

const asQuery = (part: SqlPart, index: number) => sql`${raw(`jobs_${index}`)} AS (${part})`;
