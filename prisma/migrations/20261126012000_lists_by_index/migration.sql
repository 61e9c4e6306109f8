-- DropIndex
DROP INDEX "Order_shopId_placedAt_idx";

-- DropIndex
DROP INDEX "Order_shopId_state_placedAt_idx";

-- CreateIndex
CREATE INDEX "Order_shopId_placedAt_id_idx" ON "Order"("shopId", "placedAt", "id");

-- CreateIndex
CREATE INDEX "Order_shopId_state_placedAt_id_idx" ON "Order"("shopId", "state", "placedAt", "id");

-- Shown to the merchant, and few in many. Prisma knows no index of some rows only.
CREATE INDEX "WebhookDelivery_failed_idx" ON "WebhookDelivery"("shopDomain", "receivedAt") WHERE "state" = 'failed';


-- What an order is searched by, apart from the order: it is written once, while the order's row is written again at every
-- step of its life, and every time into all of its indexes.

-- CreateTable
CREATE TABLE "OrderSearch" (
    "orderId" UUID NOT NULL,
    "shopId" UUID NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "OrderSearch_pkey" PRIMARY KEY ("orderId")
);

-- AddForeignKey
ALTER TABLE "OrderSearch" ADD CONSTRAINT "OrderSearch_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- All pieces of a text from so many characters to so many, each with the shop: a text contains another exactly where it
-- contains all of its pieces and they stand together. One index then finds one shop's texts among those of all shops,
-- in any script and for one character, without an extension.
CREATE FUNCTION search_pieces(shop uuid, text text, shortest int, longest int)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT shop || substr(lower(text), start, length)), '{}')
  FROM generate_series(1, length(text)) AS start, generate_series(shortest, longest) AS length
  WHERE start + length - 1 <= length(text)
$$;

-- Without the list of what is still to be put into the index, which every search would have to read.
CREATE INDEX "OrderSearch_pieces_idx" ON "OrderSearch" USING gin (search_pieces("shopId", "text", 1, 3)) WITH (fastupdate = off);

CREATE FUNCTION note_order_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "OrderSearch" ("orderId", "shopId", "text") VALUES (NEW."id", NEW."shopId", NEW."platformOrderNo")
  ON CONFLICT ("orderId") DO UPDATE SET "text" = excluded."text";
  RETURN NULL;
END $$;

CREATE TRIGGER order_found_by_number AFTER INSERT ON "Order" FOR EACH ROW EXECUTE FUNCTION note_order_search();
CREATE TRIGGER order_found_by_new_number AFTER UPDATE ON "Order" FOR EACH ROW
WHEN (OLD."platformOrderNo" IS DISTINCT FROM NEW."platformOrderNo") EXECUTE FUNCTION note_order_search();

INSERT INTO "OrderSearch" ("orderId", "shopId", "text") SELECT "id", "shopId", "platformOrderNo" FROM "Order";
