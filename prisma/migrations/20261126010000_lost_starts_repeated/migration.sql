-- AlterTable
ALTER TABLE "CompositeTask" ADD COLUMN "lostBefore" INTEGER NOT NULL DEFAULT 0;
