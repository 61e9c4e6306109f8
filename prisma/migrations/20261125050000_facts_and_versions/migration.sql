-- An order's changes are counted, and stored only on the order as it was read.
ALTER TABLE "Order" DROP COLUMN "updatedAt", ADD COLUMN "version" INTEGER NOT NULL DEFAULT 0;

-- Codes with parameters instead of sentences. What was stored in words is kept in words.
ALTER TABLE "TimelineEntry" ADD COLUMN "code" TEXT, ADD COLUMN "parameters" JSONB;
UPDATE "TimelineEntry"
SET "code" = 'in_words',
    "parameters" = CASE jsonb_typeof("detail") WHEN 'object' THEN "detail" ELSE '{}' END
      || jsonb_build_object('kind', "kind", 'text', "message");
ALTER TABLE "TimelineEntry"
  ALTER COLUMN "code" SET NOT NULL, ALTER COLUMN "parameters" SET NOT NULL,
  DROP COLUMN "kind", DROP COLUMN "message", DROP COLUMN "detail";

ALTER TABLE "LineItem" ADD COLUMN "failureParameters" JSONB;
UPDATE "LineItem" SET "failureParameters" = jsonb_build_object('text', "failureReason") WHERE "failureReason" IS NOT NULL;
ALTER TABLE "LineItem"
  DROP COLUMN "failureReason",
  ALTER COLUMN "advice" TYPE JSONB USING CASE
    WHEN "advice" IS NULL THEN NULL
    ELSE jsonb_build_array(jsonb_build_object('code', 'in_words', 'parameters', jsonb_build_object('text', "advice")))
  END;

ALTER TABLE "CompositeTask" ADD COLUMN "failureParameters" JSONB;
UPDATE "CompositeTask"
SET "failureParameters" = jsonb_strip_nulls(jsonb_build_object('text', "failureReason", 'words', "failedReason"))
WHERE "failureReason" IS NOT NULL OR "failedReason" IS NOT NULL;
ALTER TABLE "CompositeTask" DROP COLUMN "failureReason", DROP COLUMN "failedReason";

-- How many files of a shop are being made decides how soon CustoMeow is asked for them.
CREATE INDEX "CompositeTask_shopId_state_idx" ON "CompositeTask"("shopId", "state");
