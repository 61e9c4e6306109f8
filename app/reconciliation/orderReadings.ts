import type { OrderReadingKind } from "@prisma/client";
import type { Database } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { JobHandler } from "../jobs/work.ts";

/** How often each kind of reading is done for a shop. */
export const EVERY_SECONDS: Record<OrderReadingKind, number> = { latest: 5 * 60, last_days: 24 * 60 * 60 };

const JOB = { latest: "reconcile-orders", last_days: "sweep-orders" } as const;

/**
 * Has the orders of every shop read whose turn it is. A shop's first turn comes at a moment of its own, so that shops
 * are spread over time; and a turn is given once, however often and by how many processes this is asked.
 */
export function startOrderReadingsHandler(services: {
  database: Database;
  jobs: JobQueue;
}): JobHandler<"start-order-readings"> {
  return () => startOrderReadings(services);
}

async function startOrderReadings({ database, jobs }: { database: Database; jobs: JobQueue }): Promise<void> {
  await addMissingReadings(database);
  await database.$transaction(async (transaction) => {
    const due = await transaction.$queryRaw<{ shopId: string; kind: OrderReadingKind }[]>`
      UPDATE "OrderReading" AS reading
      SET "nextAt" = clock_timestamp()
        + CASE reading."kind" WHEN 'latest' THEN ${EVERY_SECONDS.latest}::float8 ELSE ${EVERY_SECONDS.last_days}::float8 END
        * interval '1 second'
      FROM "Shop" AS shop
      WHERE shop."id" = reading."shopId" AND shop."uninstalledAt" IS NULL AND reading."nextAt" <= clock_timestamp()
      RETURNING reading."shopId", reading."kind"`;
    for (const { shopId, kind } of due) await jobs.enqueue(transaction, JOB[kind], { shopId });
  });
}

async function addMissingReadings(database: Database): Promise<void> {
  await database.$executeRaw`
    INSERT INTO "OrderReading" ("shopId", "kind", "nextAt")
    SELECT shop."id", kind, clock_timestamp() + random()
      * CASE kind WHEN 'latest' THEN ${EVERY_SECONDS.latest}::float8 ELSE ${EVERY_SECONDS.last_days}::float8 END
      * interval '1 second'
    FROM "Shop" AS shop CROSS JOIN unnest(enum_range(NULL::"OrderReadingKind")) AS kind
    WHERE shop."uninstalledAt" IS NULL
    ON CONFLICT DO NOTHING`;
}
