-- AlterTable
ALTER TABLE "BulkRun" ADD COLUMN "tries" INTEGER NOT NULL DEFAULT 0;

-- What failed is little of much, and is read page by page. Prisma's schema has no index over some rows of a table.
CREATE INDEX "LineItem_failed_idx" ON "LineItem"("shopId", "id") WHERE "state" = 'failed';

-- Jobs that wait and are runs from now on. The queue makes its tables itself, after the migrations.
DO $$
BEGIN
  IF to_regclass('pgboss.job') IS NOT NULL THEN
    INSERT INTO "BulkRun" ("id", "shopId", "kind", "parameters", "askedBy")
    SELECT job.id, shop."id", job.data->>'job', '{}', 'merchant'
    FROM pgboss.job AS job
    JOIN "Shop" AS shop ON shop."id"::text = job.data->'payload'->>'shopId'
    WHERE job.data->>'job' = 'retry-failed' AND job.state::text IN ('created', 'retry', 'active')
    ON CONFLICT DO NOTHING;

    UPDATE pgboss.job AS job
    SET data = jsonb_build_object('job', 'continue-bulk-run',
      'payload', jsonb_build_object('shopId', run."shopId", 'runId', run."id"))
    FROM "BulkRun" AS run WHERE run."id" = job.id AND job.data->>'job' = 'retry-failed';

    DELETE FROM pgboss.job
    WHERE data->>'job' = 'retry-failed' AND state::text IN ('created', 'retry', 'active');
  END IF;
END $$;
