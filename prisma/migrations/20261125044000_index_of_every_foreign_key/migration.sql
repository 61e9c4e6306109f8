-- CreateIndex
CREATE INDEX "CompositeTask_shopId_id_idx" ON "CompositeTask"("shopId", "id");

-- CreateIndex
CREATE INDEX "ProductionFile_shopId_id_idx" ON "ProductionFile"("shopId", "id");

-- CreateIndex
CREATE INDEX "TimelineEntry_shopId_id_idx" ON "TimelineEntry"("shopId", "id");

-- CreateIndex
CREATE INDEX "TimelineEntry_lineItemId_idx" ON "TimelineEntry"("lineItemId");

-- CreateIndex
CREATE INDEX "UnexpectedAnswer_orderId_idx" ON "UnexpectedAnswer"("orderId");
