-- A sync that no job of this version can go on with begins anew; of several, the newest sees all that the others would.
DELETE FROM "SkuSync" older USING "SkuSync" newer
WHERE older.state = 'running' AND newer.state = 'running' AND newer."shopId" = older."shopId"
  AND (newer."startedAt", newer.id) > (older."startedAt", older.id);
UPDATE "SkuSync" SET "begunAt" = NULL WHERE state = 'running';

-- CreateEnum
CREATE TYPE "SkuSyncStep" AS ENUM ('list_skus', 'remove_skus', 'find_variants', 'remove_variants');

-- CreateEnum
CREATE TYPE "SkuSyncPartKind" AS ENUM ('skus', 'variants');

-- AlterTable
ALTER TABLE "SkuSync" ADD COLUMN     "exportAttempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "exportId" TEXT,
ADD COLUMN     "reading" JSONB,
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "searchedUpTo" TEXT,
ADD COLUMN     "step" "SkuSyncStep" NOT NULL DEFAULT 'list_skus',
ADD COLUMN     "storeId" TEXT,
ADD COLUMN     "storefrontChanged" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "variantsRead" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "SkuSyncPart" (
    "shopId" UUID NOT NULL,
    "syncId" UUID NOT NULL,
    "kind" "SkuSyncPartKind" NOT NULL,
    "number" INTEGER NOT NULL,
    "ids" TEXT[],

    CONSTRAINT "SkuSyncPart_pkey" PRIMARY KEY ("syncId","kind","number")
);

-- CreateIndex
CREATE INDEX "SkuSyncPart_shopId_syncId_idx" ON "SkuSyncPart"("shopId", "syncId");

-- AddForeignKey
ALTER TABLE "SkuSyncPart" ADD CONSTRAINT "SkuSyncPart_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SkuSyncPart" ADD CONSTRAINT "SkuSyncPart_syncId_fkey" FOREIGN KEY ("syncId") REFERENCES "SkuSync"("id") ON DELETE CASCADE ON UPDATE CASCADE;
