-- Counts that pages show are kept, not counted: docs/decisions/0020-counts-are-kept.md

-- CreateTable
CREATE TABLE "ShopCount" (
    "shopId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "counter" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "ShopCount_pkey" PRIMARY KEY ("shopId","day","counter")
);

-- CreateTable
CREATE TABLE "CountChange" (
    "id" BIGSERIAL NOT NULL,
    "shopId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "counter" TEXT NOT NULL,
    "change" INTEGER NOT NULL,

    CONSTRAINT "CountChange_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CountChange_shopId_day_idx" ON "CountChange"("shopId", "day");

-- AlterTable
ALTER TABLE "Order" ADD COLUMN "linesToResend" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "CompositeTask" ADD COLUMN "abandoned" BOOLEAN NOT NULL DEFAULT false;

CREATE VIEW "KeptCount" AS
SELECT "shopId", "day", "counter", "count" FROM "ShopCount"
UNION ALL
SELECT "shopId", "day", "counter", "change" FROM "CountChange";


-- What a row counts for: of which day, and in which counter. `-infinity` stands for all days together.
-- Invariant: it follows from the row alone. So whoever changes a row knows by how much the counts change, and they are
-- right whatever happens at the same time or in the same statement.

CREATE FUNCTION counts_of_order(state "ProductionState", submission "SubmissionState", "placedAt" timestamptz, "linesToResend" int)
RETURNS TABLE (day date, counter text, count int) LANGUAGE sql STABLE AS $$
  SELECT date '-infinity', 'orders.' || state, 1
  UNION ALL
  SELECT ("placedAt" AT TIME ZONE 'UTC')::date, 'orders.' || state, 1
  UNION ALL
  SELECT date '-infinity', 'orders.unsent', 1
  WHERE submission IN ('pending', 'unknown') AND state NOT IN ('cancelled', 'failed')
  UNION ALL
  -- CustoMeow cannot add an item to an order that it has.
  SELECT date '-infinity', 'lines.to_resend', "linesToResend" WHERE submission IN ('pending', 'rejected')
$$;

CREATE FUNCTION counts_of_line(state "ProductionState", "failureCode" text)
RETURNS TABLE (day date, counter text, count int) LANGUAGE sql STABLE AS $$
  SELECT date '-infinity', 'lines.' || state, 1
  UNION ALL
  SELECT date '-infinity', 'failures.' || "failureCode", 1 WHERE state = 'failed' AND "failureCode" IS NOT NULL
$$;

CREATE FUNCTION counts_of_task(state "CompositeTaskState", abandoned boolean)
RETURNS TABLE (day date, counter text, count int) LANGUAGE sql STABLE AS $$
  SELECT date '-infinity', 'tasks.' || state, 1 WHERE NOT abandoned
$$;

-- Whether sending the order once more may mend the line: the failures whose remedy is `retry_order`.
CREATE FUNCTION is_to_resend(state "ProductionState", "failureCode" text)
RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT state = 'failed' AND coalesce("failureCode" IN ('refused', 'refused_without_design', 'sku_unknown'), false)
$$;


-- Rows that come or go are counted once for the statement, since there may be thousands. Changes are counted row by
-- row: there are few in a statement, and Postgres sees before any function is called whether a change counts at all.
-- Rows that are deleted with their shop are counted last, when the shop is gone and its counts are: they are left out.

CREATE FUNCTION count_orders() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sign int := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
  INSERT INTO "CountChange" ("shopId", "day", "counter", "change")
  SELECT "shopId", day, counter, sign * sum(count)
  FROM those CROSS JOIN LATERAL counts_of_order("state", "submission", "placedAt", "linesToResend")
  WHERE EXISTS (SELECT FROM "Shop" WHERE "Shop"."id" = those."shopId")
  GROUP BY "shopId", day, counter HAVING sum(count) <> 0;
  RETURN NULL;
END $$;

CREATE FUNCTION count_order_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "CountChange" ("shopId", "day", "counter", "change")
  SELECT NEW."shopId", day, counter, sum(change)
  FROM (
    SELECT day, counter, -count AS change
    FROM counts_of_order(OLD."state", OLD."submission", OLD."placedAt", OLD."linesToResend")
    UNION ALL
    SELECT day, counter, count
    FROM counts_of_order(NEW."state", NEW."submission", NEW."placedAt", NEW."linesToResend")
  ) AS changes
  GROUP BY day, counter HAVING sum(change) <> 0;
  RETURN NULL;
END $$;

CREATE FUNCTION count_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sign int := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
  INSERT INTO "CountChange" ("shopId", "day", "counter", "change")
  SELECT "shopId", day, counter, sign * sum(count)
  FROM those CROSS JOIN LATERAL counts_of_line("state", "failureCode")
  WHERE EXISTS (SELECT FROM "Shop" WHERE "Shop"."id" = those."shopId")
  GROUP BY "shopId", day, counter;

  UPDATE "Order" SET "linesToResend" = "linesToResend" + sign * failed.lines
  FROM (
    SELECT "orderId", count(*) AS lines FROM those WHERE is_to_resend("state", "failureCode") GROUP BY "orderId"
  ) AS failed
  WHERE "Order"."id" = failed."orderId";
  RETURN NULL;
END $$;

CREATE FUNCTION count_line_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  to_resend int := is_to_resend(NEW."state", NEW."failureCode")::int - is_to_resend(OLD."state", OLD."failureCode")::int;
BEGIN
  INSERT INTO "CountChange" ("shopId", "day", "counter", "change")
  SELECT NEW."shopId", day, counter, sum(change)
  FROM (
    SELECT day, counter, -count AS change FROM counts_of_line(OLD."state", OLD."failureCode")
    UNION ALL
    SELECT day, counter, count FROM counts_of_line(NEW."state", NEW."failureCode")
  ) AS changes
  GROUP BY day, counter HAVING sum(change) <> 0;

  IF to_resend <> 0 THEN
    UPDATE "Order" SET "linesToResend" = "linesToResend" + to_resend WHERE "id" = NEW."orderId";
  END IF;
  IF (OLD."state" = 'cancelled') <> (NEW."state" = 'cancelled') THEN
    UPDATE "CompositeTask" SET "abandoned" = NEW."state" = 'cancelled' WHERE "lineItemId" = NEW."id";
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION count_tasks() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sign int := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
  INSERT INTO "CountChange" ("shopId", "day", "counter", "change")
  SELECT "shopId", day, counter, sign * sum(count)
  FROM those CROSS JOIN LATERAL counts_of_task("state", "abandoned")
  WHERE EXISTS (SELECT FROM "Shop" WHERE "Shop"."id" = those."shopId")
  GROUP BY "shopId", day, counter;
  RETURN NULL;
END $$;

CREATE FUNCTION count_task_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "CountChange" ("shopId", "day", "counter", "change")
  SELECT NEW."shopId", day, counter, -count FROM counts_of_task(OLD."state", OLD."abandoned")
  UNION ALL
  SELECT NEW."shopId", day, counter, count FROM counts_of_task(NEW."state", NEW."abandoned");
  RETURN NULL;
END $$;

CREATE TRIGGER orders_come AFTER INSERT ON "Order"
REFERENCING NEW TABLE AS those FOR EACH STATEMENT EXECUTE FUNCTION count_orders();
CREATE TRIGGER orders_go AFTER DELETE ON "Order"
REFERENCING OLD TABLE AS those FOR EACH STATEMENT EXECUTE FUNCTION count_orders();
CREATE TRIGGER order_changes AFTER UPDATE ON "Order" FOR EACH ROW
WHEN ((OLD."state", OLD."submission", OLD."placedAt", OLD."linesToResend")
  IS DISTINCT FROM (NEW."state", NEW."submission", NEW."placedAt", NEW."linesToResend"))
EXECUTE FUNCTION count_order_change();

CREATE TRIGGER lines_come AFTER INSERT ON "LineItem"
REFERENCING NEW TABLE AS those FOR EACH STATEMENT EXECUTE FUNCTION count_lines();
CREATE TRIGGER lines_go AFTER DELETE ON "LineItem"
REFERENCING OLD TABLE AS those FOR EACH STATEMENT EXECUTE FUNCTION count_lines();
CREATE TRIGGER line_changes AFTER UPDATE ON "LineItem" FOR EACH ROW
WHEN ((OLD."state", OLD."failureCode") IS DISTINCT FROM (NEW."state", NEW."failureCode"))
EXECUTE FUNCTION count_line_change();

CREATE TRIGGER tasks_come AFTER INSERT ON "CompositeTask"
REFERENCING NEW TABLE AS those FOR EACH STATEMENT EXECUTE FUNCTION count_tasks();
CREATE TRIGGER tasks_go AFTER DELETE ON "CompositeTask"
REFERENCING OLD TABLE AS those FOR EACH STATEMENT EXECUTE FUNCTION count_tasks();
CREATE TRIGGER task_changes AFTER UPDATE ON "CompositeTask" FOR EACH ROW
WHEN ((OLD."state", OLD."abandoned") IS DISTINCT FROM (NEW."state", NEW."abandoned"))
EXECUTE FUNCTION count_task_change();


-- A foreign key would have every change ask for its shop. What is counted goes with the shop all the same: triggers go
-- by name, so this one comes after those that delete the shop's other rows ("RI_…"), and waits with them for whoever is
-- changing one. The changes go first, so that those that are being folded meanwhile are found among the counts.
CREATE FUNCTION forget_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "CountChange" WHERE "shopId" = OLD."id";
  DELETE FROM "ShopCount" WHERE "shopId" = OLD."id";
  RETURN NULL;
END $$;

CREATE TRIGGER forget_counts AFTER DELETE ON "Shop" FOR EACH ROW EXECUTE FUNCTION forget_counts();


-- Everything of a shop, counted.
CREATE FUNCTION counts_of_shop(shop uuid)
RETURNS TABLE (day date, counter text, count int) LANGUAGE sql STABLE AS $$
  SELECT every.day, every.counter, sum(every.count)::int
  FROM (
    SELECT counts.*
    FROM "Order" CROSS JOIN LATERAL counts_of_order("state", "submission", "placedAt", "linesToResend") AS counts
    WHERE "shopId" = shop
    UNION ALL
    SELECT counts.* FROM "LineItem" CROSS JOIN LATERAL counts_of_line("state", "failureCode") AS counts
    WHERE "shopId" = shop
    UNION ALL
    SELECT counts.* FROM "CompositeTask" CROSS JOIN LATERAL counts_of_task("state", "abandoned") AS counts
    WHERE "shopId" = shop
  ) AS every
  GROUP BY every.day, every.counter HAVING sum(every.count) <> 0
$$;

-- Puts the kept counts of a shop right while everything goes on: what there is and what is kept are read at one moment,
-- and the difference is noted as one more change. Gives how many counts were wrong.
CREATE FUNCTION recount_shop(shop uuid) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  wrong int;
BEGIN
  -- One at a time, or both would note the same difference.
  PERFORM FROM "Shop" WHERE "id" = shop FOR NO KEY UPDATE;

  UPDATE "Order" SET "linesToResend" = found.lines
  FROM (
    SELECT "order"."id", count(line."id")::int AS lines
    FROM "Order" AS "order"
    LEFT JOIN "LineItem" AS line ON line."orderId" = "order"."id" AND is_to_resend(line."state", line."failureCode")
    WHERE "order"."shopId" = shop
    GROUP BY "order"."id"
  ) AS found
  WHERE "Order"."id" = found."id" AND "Order"."linesToResend" <> found.lines;

  UPDATE "CompositeTask" AS task SET "abandoned" = line."state" = 'cancelled'
  FROM "LineItem" AS line
  WHERE line."id" = task."lineItemId" AND line."shopId" = shop AND task."abandoned" <> (line."state" = 'cancelled');

  INSERT INTO "CountChange" ("shopId", "day", "counter", "change")
  SELECT shop, every.day, every.counter, sum(every.count)
  FROM (
    SELECT * FROM counts_of_shop(shop)
    UNION ALL
    SELECT "day", "counter", -"count" FROM "KeptCount" WHERE "shopId" = shop
  ) AS every
  GROUP BY every.day, every.counter HAVING sum(every.count) <> 0;
  GET DIAGNOSTICS wrong = ROW_COUNT;
  RETURN wrong;
END $$;

SELECT recount_shop("id") FROM "Shop";
