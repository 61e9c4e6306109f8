-- CreateEnum
CREATE TYPE "IntegratedStatus" AS ENUM ('none', 'not_integrated', 'integrating', 'integrated', 'removed');

-- CreateEnum
CREATE TYPE "SkuSyncState" AS ENUM ('running', 'succeeded', 'failed');

-- CreateEnum
CREATE TYPE "WebhookSource" AS ENUM ('shopify', 'customeow');

-- CreateEnum
CREATE TYPE "WebhookDeliveryState" AS ENUM ('received', 'processed', 'ignored', 'failed');

-- CreateEnum
CREATE TYPE "ProductionState" AS ENUM ('awaiting_customization', 'queued', 'sent', 'composing', 'ready', 'failed', 'no_template', 'cancelled');

-- CreateEnum
CREATE TYPE "SubmissionState" AS ENUM ('pending', 'unknown', 'created', 'rejected');

-- CreateEnum
CREATE TYPE "CompositeTaskState" AS ENUM ('pending', 'starting', 'in_progress', 'succeeded', 'failed');

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "isOnline" BOOLEAN NOT NULL DEFAULT false,
    "scope" TEXT,
    "expires" TIMESTAMP(3),
    "accessToken" TEXT NOT NULL,
    "userId" BIGINT,
    "firstName" TEXT,
    "lastName" TEXT,
    "email" TEXT,
    "accountOwner" BOOLEAN NOT NULL DEFAULT false,
    "locale" TEXT,
    "collaborator" BOOLEAN DEFAULT false,
    "emailVerified" BOOLEAN DEFAULT false,
    "refreshToken" TEXT,
    "refreshTokenExpires" TIMESTAMP(3),

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Shop" (
    "id" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "installedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "uninstalledAt" TIMESTAMPTZ(3),
    "scopes" TEXT,
    "setupDismissedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Shop_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CustomeowConnection" (
    "shopId" UUID NOT NULL,
    "storeId" TEXT NOT NULL,
    "storeName" TEXT,
    "encryptedApiKey" TEXT NOT NULL,
    "apiKeyFingerprint" TEXT NOT NULL,
    "apiKeyLastFour" TEXT NOT NULL,
    "webhookToken" TEXT NOT NULL,
    "connectedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "keyRefusedAt" TIMESTAMPTZ(3),

    CONSTRAINT "CustomeowConnection_pkey" PRIMARY KEY ("shopId")
);

-- CreateTable
CREATE TABLE "CustomeowSku" (
    "shopId" UUID NOT NULL,
    "customeowSkuId" TEXT NOT NULL,
    "sku" TEXT NOT NULL,
    "integratedStatus" "IntegratedStatus" NOT NULL,
    "customTitle" TEXT,
    "syncedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CustomeowSku_pkey" PRIMARY KEY ("shopId","customeowSkuId")
);

-- CreateTable
CREATE TABLE "MatchedVariant" (
    "shopId" UUID NOT NULL,
    "variantId" TEXT NOT NULL,
    "productId" TEXT NOT NULL,
    "sku" TEXT NOT NULL,
    "productTitle" TEXT NOT NULL,
    "variantTitle" TEXT NOT NULL,
    "imageUrl" TEXT,

    CONSTRAINT "MatchedVariant_pkey" PRIMARY KEY ("shopId","variantId")
);

-- CreateTable
CREATE TABLE "SkuSync" (
    "id" UUID NOT NULL,
    "shopId" UUID NOT NULL,
    "state" "SkuSyncState" NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),
    "skuCount" INTEGER,
    "matchedCount" INTEGER,
    "failureReason" TEXT,

    CONSTRAINT "SkuSync_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PublishedProduct" (
    "shopId" UUID NOT NULL,
    "productId" TEXT NOT NULL,
    "variants" JSONB NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PublishedProduct_pkey" PRIMARY KEY ("shopId","productId")
);

-- CreateTable
CREATE TABLE "WebhookDelivery" (
    "id" UUID NOT NULL,
    "source" "WebhookSource" NOT NULL,
    "shopDomain" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "webhookId" TEXT NOT NULL,
    "triggeredAt" TIMESTAMPTZ(3),
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "body" TEXT NOT NULL,
    "state" "WebhookDeliveryState" NOT NULL DEFAULT 'received',
    "outcome" TEXT,
    "processedAt" TIMESTAMPTZ(3),

    CONSTRAINT "WebhookDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Order" (
    "id" UUID NOT NULL,
    "shopId" UUID NOT NULL,
    "platformOrderId" TEXT NOT NULL,
    "platformOrderNo" TEXT NOT NULL,
    "platformCreatedAt" TEXT NOT NULL,
    "placedAt" TIMESTAMPTZ(3) NOT NULL,
    "currencyCode" TEXT NOT NULL,
    "state" "ProductionState" NOT NULL,
    "submission" "SubmissionState" NOT NULL DEFAULT 'pending',
    "attemptedAt" TIMESTAMPTZ(3),
    "customeowOrderId" TEXT,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LineItem" (
    "id" UUID NOT NULL,
    "shopId" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "platformItemId" TEXT NOT NULL,
    "platformProductId" TEXT NOT NULL,
    "platformProductTitle" TEXT NOT NULL,
    "platformVariantId" TEXT NOT NULL,
    "platformVariantTitle" TEXT NOT NULL,
    "platformProductImage" TEXT NOT NULL DEFAULT '',
    "sku" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "price" TEXT NOT NULL,
    "customInfoId" TEXT,
    "state" "ProductionState" NOT NULL,
    "failureCode" TEXT,
    "failureReason" TEXT,
    "sentToCustomeow" BOOLEAN NOT NULL DEFAULT false,
    "templatesListedAt" TIMESTAMPTZ(3),
    "redactedAt" TIMESTAMPTZ(3),

    CONSTRAINT "LineItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CompositeTask" (
    "id" UUID NOT NULL,
    "shopId" UUID NOT NULL,
    "lineItemId" UUID NOT NULL,
    "compositeId" TEXT NOT NULL,
    "templateTitle" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "state" "CompositeTaskState" NOT NULL DEFAULT 'pending',
    "customeowTaskId" TEXT,
    "failedReason" TEXT,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "checks" INTEGER NOT NULL DEFAULT 0,
    "unreadableChecks" INTEGER NOT NULL DEFAULT 0,
    "failureCode" TEXT,
    "failureReason" TEXT,

    CONSTRAINT "CompositeTask_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProductionFile" (
    "id" UUID NOT NULL,
    "shopId" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "url" TEXT NOT NULL,

    CONSTRAINT "ProductionFile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Design" (
    "shopId" UUID NOT NULL,
    "customInfoId" TEXT NOT NULL,
    "previews" TEXT[],
    "images" TEXT[],
    "texts" TEXT[],
    "choices" JSONB NOT NULL,
    "readAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Design_pkey" PRIMARY KEY ("shopId","customInfoId")
);

-- CreateTable
CREATE TABLE "TimelineEntry" (
    "id" UUID NOT NULL,
    "shopId" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "lineItemId" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "detail" JSONB,

    CONSTRAINT "TimelineEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UnexpectedAnswer" (
    "id" UUID NOT NULL,
    "shopId" UUID NOT NULL,
    "orderId" UUID,
    "call" TEXT NOT NULL,
    "httpStatus" INTEGER NOT NULL,
    "contentType" TEXT,
    "body" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "UnexpectedAnswer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QuotaGrant" (
    "id" BIGSERIAL NOT NULL,
    "apiKeyFingerprint" TEXT NOT NULL,
    "grantedAt" TIMESTAMPTZ(3) NOT NULL,
    "countsUntil" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "QuotaGrant_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Session_shop_idx" ON "Session"("shop");

-- CreateIndex
CREATE UNIQUE INDEX "Shop_domain_key" ON "Shop"("domain");

-- CreateIndex
CREATE UNIQUE INDEX "CustomeowConnection_webhookToken_key" ON "CustomeowConnection"("webhookToken");

-- CreateIndex
CREATE INDEX "CustomeowConnection_apiKeyFingerprint_idx" ON "CustomeowConnection"("apiKeyFingerprint");

-- CreateIndex
CREATE INDEX "CustomeowSku_shopId_sku_idx" ON "CustomeowSku"("shopId", "sku");

-- CreateIndex
CREATE INDEX "MatchedVariant_shopId_sku_idx" ON "MatchedVariant"("shopId", "sku");

-- CreateIndex
CREATE INDEX "MatchedVariant_shopId_productId_idx" ON "MatchedVariant"("shopId", "productId");

-- CreateIndex
CREATE INDEX "SkuSync_shopId_startedAt_idx" ON "SkuSync"("shopId", "startedAt");

-- CreateIndex
CREATE INDEX "WebhookDelivery_shopDomain_receivedAt_idx" ON "WebhookDelivery"("shopDomain", "receivedAt");

-- CreateIndex
CREATE UNIQUE INDEX "WebhookDelivery_source_shopDomain_topic_webhookId_key" ON "WebhookDelivery"("source", "shopDomain", "topic", "webhookId");

-- CreateIndex
CREATE INDEX "Order_shopId_placedAt_idx" ON "Order"("shopId", "placedAt");

-- CreateIndex
CREATE INDEX "Order_shopId_state_placedAt_idx" ON "Order"("shopId", "state", "placedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Order_shopId_platformOrderId_key" ON "Order"("shopId", "platformOrderId");

-- CreateIndex
CREATE INDEX "LineItem_shopId_customInfoId_idx" ON "LineItem"("shopId", "customInfoId");

-- CreateIndex
CREATE UNIQUE INDEX "LineItem_orderId_platformItemId_key" ON "LineItem"("orderId", "platformItemId");

-- CreateIndex
CREATE UNIQUE INDEX "CompositeTask_lineItemId_compositeId_attempt_key" ON "CompositeTask"("lineItemId", "compositeId", "attempt");

-- CreateIndex
CREATE UNIQUE INDEX "ProductionFile_taskId_position_key" ON "ProductionFile"("taskId", "position");

-- CreateIndex
CREATE INDEX "TimelineEntry_orderId_at_idx" ON "TimelineEntry"("orderId", "at");

-- CreateIndex
CREATE INDEX "UnexpectedAnswer_shopId_receivedAt_idx" ON "UnexpectedAnswer"("shopId", "receivedAt");

-- CreateIndex
CREATE INDEX "QuotaGrant_apiKeyFingerprint_countsUntil_idx" ON "QuotaGrant"("apiKeyFingerprint", "countsUntil");

-- AddForeignKey
ALTER TABLE "CustomeowConnection" ADD CONSTRAINT "CustomeowConnection_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CustomeowSku" ADD CONSTRAINT "CustomeowSku_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MatchedVariant" ADD CONSTRAINT "MatchedVariant_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SkuSync" ADD CONSTRAINT "SkuSync_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PublishedProduct" ADD CONSTRAINT "PublishedProduct_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Order" ADD CONSTRAINT "Order_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LineItem" ADD CONSTRAINT "LineItem_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LineItem" ADD CONSTRAINT "LineItem_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CompositeTask" ADD CONSTRAINT "CompositeTask_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CompositeTask" ADD CONSTRAINT "CompositeTask_lineItemId_fkey" FOREIGN KEY ("lineItemId") REFERENCES "LineItem"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProductionFile" ADD CONSTRAINT "ProductionFile_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProductionFile" ADD CONSTRAINT "ProductionFile_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "CompositeTask"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Design" ADD CONSTRAINT "Design_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TimelineEntry" ADD CONSTRAINT "TimelineEntry_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TimelineEntry" ADD CONSTRAINT "TimelineEntry_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TimelineEntry" ADD CONSTRAINT "TimelineEntry_lineItemId_fkey" FOREIGN KEY ("lineItemId") REFERENCES "LineItem"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UnexpectedAnswer" ADD CONSTRAINT "UnexpectedAnswer_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UnexpectedAnswer" ADD CONSTRAINT "UnexpectedAnswer_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;
