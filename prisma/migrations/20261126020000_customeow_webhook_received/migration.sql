-- AlterTable
ALTER TABLE "CustomeowConnection" ADD COLUMN "webhookReceivedAt" TIMESTAMPTZ(3);

-- What came before the column stood.
UPDATE "CustomeowConnection" AS connection SET "webhookReceivedAt" = (
  SELECT max(delivery."receivedAt") FROM "WebhookDelivery" AS delivery
  JOIN "Shop" AS shop ON shop."domain" = delivery."shopDomain"
  WHERE shop."id" = connection."shopId" AND delivery."source" = 'customeow'
);
