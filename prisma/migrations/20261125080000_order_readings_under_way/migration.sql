-- AlterTable
ALTER TABLE "OrderReading" ADD COLUMN     "startedAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "OrderReading_startedAt_idx" ON "OrderReading"("startedAt");
