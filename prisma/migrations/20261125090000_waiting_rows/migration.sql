-- What waits to go on is little of much, and is read page by page where a shop is connected again. Prisma's schema has no
-- index over some rows of a table.
CREATE INDEX "Order_waiting_idx" ON "Order"("shopId", "id")
  WHERE "submission" IN ('pending', 'unknown') AND "state" <> 'cancelled';
CREATE INDEX "LineItem_waiting_idx" ON "LineItem"("shopId", "id") WHERE "state" = 'sent' AND "templatesListedAt" IS NULL;
CREATE INDEX "CompositeTask_waiting_idx" ON "CompositeTask"("shopId", "id") WHERE "state" IN ('pending', 'in_progress');
