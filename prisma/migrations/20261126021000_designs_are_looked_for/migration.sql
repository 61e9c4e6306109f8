-- AlterTable
ALTER TABLE "Order" ADD COLUMN "designsReadAt" TIMESTAMPTZ(3);

-- Where designs are awaited; Prisma knows no indexes of a part of a table.
CREATE INDEX "LineItem_awaited_idx" ON "LineItem"("shopId", "orderId") WHERE "state" = 'awaiting_customization';
