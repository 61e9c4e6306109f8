-- CreateEnum
CREATE TYPE "QuotaPauseReason" AS ENUM ('too_many', 'unavailable');

-- AlterTable
ALTER TABLE "CompositeTask" ADD COLUMN     "inProgressAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "QuotaGrant" ADD COLUMN     "answeredAt" TIMESTAMPTZ(3),
ADD COLUMN     "shopId" UUID;

-- CreateTable
CREATE TABLE "QuotaWaiter" (
    "id" UUID NOT NULL,
    "apiKeyFingerprint" TEXT NOT NULL,
    "processId" UUID NOT NULL,
    "shopId" UUID,
    "urgency" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "QuotaWaiter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QuotaKeyState" (
    "apiKeyFingerprint" TEXT NOT NULL,
    "failuresInARow" INTEGER NOT NULL DEFAULT 0,
    "troubledSince" TIMESTAMPTZ(3),
    "pausedUntil" TIMESTAMPTZ(3),
    "pauseReason" "QuotaPauseReason",

    CONSTRAINT "QuotaKeyState_pkey" PRIMARY KEY ("apiKeyFingerprint")
);

-- CreateTable
CREATE TABLE "TemplatePace" (
    "shopId" UUID NOT NULL,
    "compositeId" TEXT NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TemplatePace_pkey" PRIMARY KEY ("shopId","compositeId")
);

-- CreateIndex
CREATE INDEX "QuotaWaiter_apiKeyFingerprint_seenAt_idx" ON "QuotaWaiter"("apiKeyFingerprint", "seenAt");

-- AddForeignKey
ALTER TABLE "TemplatePace" ADD CONSTRAINT "TemplatePace_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;
