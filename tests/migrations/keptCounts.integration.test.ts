import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DatabaseBefore, databaseBefore } from "./databaseBefore.ts";

let database: DatabaseBefore;
beforeAll(async () => {
  database = await databaseBefore("kept_counts");
});
afterAll(() => database.close());

const shopId = randomUUID();

async function addOrder(state: string, submission: string, lines: [state: string, failure: string | null][]) {
  const orderId = randomUUID();
  await database.query(
    `INSERT INTO "Order" ("id", "shopId", "platformOrderId", "platformOrderNo", "platformCreatedAt", "placedAt",
       "currencyCode", "state", "submission")
     VALUES ($1, $2, $3, '1', '', '2026-11-20T23:59:59Z', 'USD', $4::"ProductionState", $5::"SubmissionState")`,
    [orderId, shopId, orderId, state, submission],
  );
  for (const [lineState, failureCode] of lines) {
    const lineItemId = randomUUID();
    await database.query(
      `INSERT INTO "LineItem" ("id", "shopId", "orderId", "position", "platformItemId", "platformProductId",
         "platformProductTitle", "platformVariantId", "platformVariantTitle", "sku", "quantity", "price", "state",
         "failureCode")
       VALUES ($1, $2, $3, 0, $4, '', '', '', '', '', 1, '1', $5::"ProductionState", $6)`,
      [lineItemId, shopId, orderId, lineItemId, lineState, failureCode],
    );
    await database.query(
      `INSERT INTO "CompositeTask" ("id", "shopId", "lineItemId", "compositeId", "templateTitle", "position", "state")
       VALUES ($1, $2, $3, '1', '', 0, 'in_progress')`,
      [randomUUID(), shopId, lineItemId],
    );
  }
}

it("counts what is stored already", async () => {
  await database.query(
    `INSERT INTO "Shop" ("id", "domain", "scopes") VALUES ($1, 'counted.myshopify.com', '')`,
    [shopId],
  );
  await addOrder("failed", "rejected", [
    ["failed", "sku_unknown"],
    ["failed", "design_unknown"],
  ]);
  await addOrder("queued", "pending", [["queued", null]]);
  await addOrder("cancelled", "created", [["cancelled", null]]);
  await database.migrate();

  const counts = await database.query<{ day: string; counter: string; count: number }>(
    `SELECT "day"::text, "counter", sum("count")::int AS "count" FROM "KeptCount"
     WHERE "shopId" = $1 GROUP BY "day", "counter" ORDER BY "day", "counter"`,
    [shopId],
  );
  expect(counts.map(({ day, counter, count }) => `${day} ${counter} ${count}`)).toEqual([
    "-infinity failures.design_unknown 1",
    "-infinity failures.sku_unknown 1",
    "-infinity lines.cancelled 1",
    "-infinity lines.failed 2",
    "-infinity lines.queued 1",
    "-infinity lines.to_resend 1",
    "-infinity orders.cancelled 1",
    "-infinity orders.failed 1",
    "-infinity orders.queued 1",
    "-infinity orders.unsent 1",
    "-infinity tasks.in_progress 3",
    "2026-11-20 orders.cancelled 1",
    "2026-11-20 orders.failed 1",
    "2026-11-20 orders.queued 1",
  ]);
});
