-- AlterTable
ALTER TABLE "Shop" ADD COLUMN "ordersForgottenBefore" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "CustomerDataRequest" (
    "id" UUID NOT NULL,
    "shopId" UUID NOT NULL,
    "platformOrderIds" TEXT[],
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),

    CONSTRAINT "CustomerDataRequest_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CustomerDataRequest_shopId_receivedAt_idx" ON "CustomerDataRequest"("shopId", "receivedAt");

-- CreateIndex
CREATE INDEX "Design_readAt_idx" ON "Design"("readAt");

-- AddForeignKey
ALTER TABLE "CustomerDataRequest" ADD CONSTRAINT "CustomerDataRequest_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;
