-- AlterTable
ALTER TABLE "SkuSync" ADD COLUMN     "begunAt" TIMESTAMPTZ(3);
