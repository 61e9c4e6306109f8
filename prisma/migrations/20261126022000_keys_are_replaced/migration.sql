-- CreateTable
CREATE TABLE "KeptKey" (
    "name" TEXT NOT NULL,
    "encryptedKey" TEXT NOT NULL,

    CONSTRAINT "KeptKey_pkey" PRIMARY KEY ("name")
);

-- A token is found by its hash. What stands in the other column is not encrypted yet: the app comes to it in time, and
-- reads both meanwhile.
ALTER TABLE "CustomeowConnection" ADD COLUMN "webhookTokenHash" TEXT;
UPDATE "CustomeowConnection" SET "webhookTokenHash" = encode(sha256(convert_to("webhookToken", 'UTF8')), 'hex');
ALTER TABLE "CustomeowConnection" ALTER COLUMN "webhookTokenHash" SET NOT NULL;
DROP INDEX "CustomeowConnection_webhookToken_key";
ALTER TABLE "CustomeowConnection" RENAME COLUMN "webhookToken" TO "encryptedWebhookToken";

-- CreateIndex
CREATE UNIQUE INDEX "CustomeowConnection_webhookTokenHash_key" ON "CustomeowConnection"("webhookTokenHash");
