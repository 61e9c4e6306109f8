-- AlterEnum
ALTER TYPE "QuotaPauseReason" ADD VALUE 'key_refused';

-- AlterTable
ALTER TABLE "CompositeTask" RENAME COLUMN "unreadableChecks" TO "strangeAnswers";
ALTER TABLE "LineItem" ADD COLUMN "strangeAnswers" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Order" ADD COLUMN "strangeAnswers" INTEGER NOT NULL DEFAULT 0;

-- A key that is not accepted pauses with the others, in "QuotaKeyState". What stopped for it is taken up by the daily
-- sweep, and finds out whether it is accepted now.
ALTER TABLE "CustomeowConnection" DROP COLUMN "keyRefusedAt";

-- A start whose answer is not known waits too.
DROP INDEX "CompositeTask_waiting_idx";
CREATE INDEX "CompositeTask_waiting_idx" ON "CompositeTask"("shopId", "id")
  WHERE "state" IN ('pending', 'starting', 'in_progress');
