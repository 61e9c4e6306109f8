-- CreateEnum
CREATE TYPE "OrderReadingKind" AS ENUM ('latest', 'last_days');

-- AlterTable
ALTER TABLE "Shop" ADD COLUMN     "authenticatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
-- Until now one column stood for both.
UPDATE "Shop" SET "authenticatedAt" = "installedAt";

-- AlterTable
ALTER TABLE "Order" ADD COLUMN     "cancelledAt" TIMESTAMPTZ(3),
ADD COLUMN     "confirmedAt" TIMESTAMPTZ(3),
ADD COLUMN     "otherItemIds" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "platformUpdatedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "LineItem" ADD COLUMN     "advice" TEXT,
ADD COLUMN     "platformDesign" TEXT,
ADD COLUMN     "quantityLeft" INTEGER;
UPDATE "LineItem" SET "platformDesign" = "customInfoId";

-- CreateTable
CREATE TABLE "PassedOverOrder" (
    "shopId" UUID NOT NULL,
    "platformOrderId" TEXT NOT NULL,
    "platformUpdatedAt" TIMESTAMPTZ(3) NOT NULL,
    "itemIds" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PassedOverOrder_pkey" PRIMARY KEY ("shopId","platformOrderId")
);

-- CreateTable
CREATE TABLE "OrderReading" (
    "shopId" UUID NOT NULL,
    "kind" "OrderReadingKind" NOT NULL,
    "nextAt" TIMESTAMPTZ(3) NOT NULL,
    "readUpTo" TIMESTAMPTZ(3),
    "listedFrom" TIMESTAMPTZ(3),
    "pageCursor" TEXT,

    CONSTRAINT "OrderReading_pkey" PRIMARY KEY ("shopId","kind")
);

-- CreateIndex
CREATE INDEX "PassedOverOrder_shopId_seenAt_idx" ON "PassedOverOrder"("shopId", "seenAt");

-- CreateIndex
CREATE INDEX "OrderReading_nextAt_idx" ON "OrderReading"("nextAt");

-- AddForeignKey
ALTER TABLE "PassedOverOrder" ADD CONSTRAINT "PassedOverOrder_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrderReading" ADD CONSTRAINT "OrderReading_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;
