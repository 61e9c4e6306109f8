-- CreateEnum
CREATE TYPE "BulkRunState" AS ENUM ('waiting', 'running', 'finished', 'cancelled');

-- CreateTable
CREATE TABLE "BulkRun" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "shopId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "state" "BulkRunState" NOT NULL DEFAULT 'waiting',
    "cursor" JSONB,
    "position" INTEGER NOT NULL DEFAULT 0,
    "outsideSince" TIMESTAMPTZ(3),
    "done" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "askedBy" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "BulkRun_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "BulkRun_shopId_kind_askedAt_idx" ON "BulkRun"("shopId", "kind", "askedAt");

-- AddForeignKey
ALTER TABLE "BulkRun" ADD CONSTRAINT "BulkRun_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- At most one of a kind runs in a shop, and of those that are the same one waits. Prisma's schema has no such indexes.
CREATE UNIQUE INDEX "BulkRun_running_key" ON "BulkRun"("shopId", "kind") WHERE "state" = 'running';
CREATE UNIQUE INDEX "BulkRun_waiting_key" ON "BulkRun"("shopId", "kind", md5("parameters"::text)) WHERE "state" = 'waiting';

-- AlterTable: null where it is not certain what the storefront was told
ALTER TABLE "PublishedProduct" ALTER COLUMN "variants" DROP NOT NULL;

-- Jobs that wait and are runs from now on. The queue makes its tables itself, after the migrations.
DO $$
BEGIN
  IF to_regclass('pgboss.job') IS NOT NULL THEN
    INSERT INTO "BulkRun" ("id", "shopId", "kind", "parameters", "askedBy")
    SELECT job.id, shop."id", job.data->>'job', '{}', 'app'
    FROM pgboss.job AS job
    JOIN "Shop" AS shop ON shop."id"::text = job.data->'payload'->>'shopId'
    WHERE job.data->>'job' = 'publish-storefront' AND job.state::text IN ('created', 'retry', 'active')
    ON CONFLICT DO NOTHING;

    UPDATE pgboss.job AS job
    SET data = jsonb_build_object('job', 'continue-bulk-run',
      'payload', jsonb_build_object('shopId', run."shopId", 'runId', run."id"))
    FROM "BulkRun" AS run WHERE run."id" = job.id;

    -- Whether the shop came back is looked at once more.
    UPDATE "WebhookDelivery" AS delivery SET "state" = 'received'
    FROM pgboss.job AS job
    WHERE job.data->>'job' = 'erase-shop' AND job.state::text IN ('created', 'retry', 'active')
      AND delivery."topic" = 'shop/redact' AND delivery."shopDomain" = job.data->'payload'->>'shopDomain';

    UPDATE pgboss.job AS job
    SET data = jsonb_build_object('job', 'process-delivery',
      'payload', jsonb_build_object('deliveryId', delivery."id"))
    FROM "WebhookDelivery" AS delivery
    WHERE job.data->>'job' = 'erase-shop' AND job.state::text IN ('created', 'retry', 'active')
      AND delivery."topic" = 'shop/redact' AND delivery."shopDomain" = job.data->'payload'->>'shopDomain';

    DELETE FROM pgboss.job
    WHERE data->>'job' = 'publish-storefront' AND state::text IN ('created', 'retry', 'active');
  END IF;
END $$;
