import { randomUUID } from "node:crypto";
import { CompositeTaskState, ProductionState, SubmissionState } from "@prisma/client";
import fc from "fast-check";
import sql, { type Sql as Statement } from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import type { Sql } from "../database/sql.ts";
import { failures, remedyFor } from "../orders/lifecycle/failures.ts";
import { foldCounts } from "./foldCounts.ts";
import { readCounts, readCountsOfDays, sumOf } from "./keptCounts.ts";

let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

const fold = () => foldCounts(test.sql);

/** Counts every order, line and task of a shop, as the words of `Counter` say. */
async function countAll(connection: Sql, shopId: string): Promise<Record<string, number>> {
  const rows = await connection.rows<{ counter: string; count: number }>(sql`
    SELECT 'orders.' || "state" AS "counter", count(*)::int AS "count" FROM "Order"
    WHERE "shopId" = ${shopId}::uuid GROUP BY 1
    UNION ALL
    SELECT 'orders.unsent', count(*)::int FROM "Order"
    WHERE "shopId" = ${shopId}::uuid AND "submission" IN ('pending', 'unknown') AND "state" NOT IN ('cancelled', 'failed')
    UNION ALL
    SELECT 'lines.' || "state", count(*)::int FROM "LineItem" WHERE "shopId" = ${shopId}::uuid GROUP BY 1
    UNION ALL
    SELECT 'failures.' || "failureCode", count(*)::int FROM "LineItem"
    WHERE "shopId" = ${shopId}::uuid AND "state" = 'failed' AND "failureCode" IS NOT NULL GROUP BY 1
    UNION ALL
    SELECT 'lines.to_resend', count(*)::int FROM "LineItem" AS line JOIN "Order" AS "order" ON "order"."id" = line."orderId"
    WHERE line."shopId" = ${shopId}::uuid AND line."state" = 'failed' AND "order"."submission" IN ('pending', 'rejected')
      AND line."failureCode" IN ('refused', 'refused_without_design', 'sku_unknown')
    UNION ALL
    SELECT 'tasks.' || task."state", count(*)::int
    FROM "CompositeTask" AS task JOIN "LineItem" AS line ON line."id" = task."lineItemId"
    WHERE task."shopId" = ${shopId}::uuid AND line."state" <> 'cancelled' GROUP BY 1`);
  return Object.fromEntries(
    rows.filter(({ count }) => count > 0).map(({ counter, count }) => [counter, count]),
  );
}

async function kept(shopId: string): Promise<Record<string, number>> {
  const counts = await readCounts(test.sql, shopId);
  return Object.fromEntries([...counts].filter(([, count]) => count !== 0));
}

async function newShop(): Promise<string> {
  const { id } = await test.database.shop.create({ data: { domain: `${randomUUID()}.myshopify.com` } });
  return id;
}

/** The app changes an order, its lines and tasks while it holds the order's row. */
const lock = (orderId: string) => sql`SELECT FROM "Order" WHERE "id" = ${orderId}::uuid FOR UPDATE`;

interface NewOrder {
  placedDaysAgo: number;
  submission: SubmissionState;
  lines: { state: ProductionState; failureCode: string | null; tasks: CompositeTaskState[] }[];
}

/** An order with its lines and tasks, in one statement, as the app stores it. */
function insertOrder(shopId: string, order: NewOrder, orderId: string = randomUUID()): Statement {
  const at = new Date(Date.now() - order.placedDaysAgo * 86_400_000);
  const lines = order.lines.map((line) => ({ ...line, id: randomUUID() }));
  const tasks = lines.flatMap(({ id, tasks }) => tasks.map((state) => ({ lineItemId: id, state })));
  return sql`
    WITH new_order AS (
      INSERT INTO "Order" ("id", "shopId", "platformOrderId", "platformOrderNo", "platformCreatedAt", "placedAt",
        "currencyCode", "state", "submission")
      VALUES (${orderId}::uuid, ${shopId}::uuid, ${orderId}, '1', '', ${at}, 'USD',
        ${order.lines[0]?.state ?? "cancelled"}::"ProductionState", ${order.submission}::"SubmissionState")
    ), new_lines AS (
      INSERT INTO "LineItem" ("id", "shopId", "orderId", "position", "platformItemId", "platformProductId",
        "platformProductTitle", "platformVariantId", "platformVariantTitle", "sku", "quantity", "price", "state",
        "failureCode")
      SELECT line."id", ${shopId}::uuid, ${orderId}::uuid, 0, line."id"::text, '', '', '', '', '', 1, '1', line."state",
        line."failureCode"
      FROM json_to_recordset(${JSON.stringify(lines)})
        AS line("id" uuid, "state" "ProductionState", "failureCode" text)
    )
    INSERT INTO "CompositeTask" ("id", "shopId", "lineItemId", "compositeId", "templateTitle", "position", "state",
      "abandoned")
    SELECT gen_random_uuid(), ${shopId}::uuid, task."lineItemId", gen_random_uuid()::text, '', 0, task."state",
      line."state" = 'cancelled'
    FROM json_to_recordset(${JSON.stringify(tasks)}) AS task("lineItemId" uuid, "state" "CompositeTaskState")
    JOIN json_to_recordset(${JSON.stringify(lines)}) AS line("id" uuid, "state" text) ON line."id" = task."lineItemId"`;
}

const failureCodes = Object.keys(failures);
const aState = fc.constantFrom(...Object.values(ProductionState));
const aLine = fc
  .record({ state: aState, code: fc.constantFrom(...failureCodes, null) })
  .map(({ state, code }) => ({ state, failureCode: state === "failed" ? code : null }));
const aTaskState = fc.constantFrom(...Object.values(CompositeTaskState));
const aSubmission = fc.constantFrom(...Object.values(SubmissionState));
const someDays = fc.integer({ min: 0, max: 40 });

/** What happens to one order, once it is locked. Lines and tasks are named by their number in the order. */
const aChange = fc.oneof(
  fc.record({ kind: fc.constant("order" as const), state: aState, submission: aSubmission, days: someDays }),
  fc.record({ kind: fc.constant("line" as const), line: fc.nat(3), to: aLine }),
  fc.record({ kind: fc.constant("all lines" as const), to: aLine }),
  fc.record({ kind: fc.constant("task" as const), task: fc.nat(5), state: aTaskState }),
  fc.record({
    kind: fc.constant("line with its tasks" as const),
    line: fc.nat(3),
    to: aLine,
    state: aTaskState,
  }),
  fc.record({ kind: fc.constant("new task" as const), line: fc.nat(3), state: aTaskState }),
  fc.record({ kind: fc.constant("line goes" as const), line: fc.nat(3) }),
  fc.record({ kind: fc.constant("task goes" as const), task: fc.nat(5) }),
  fc.record({ kind: fc.constant("order goes" as const) }),
);
type Change = typeof aChange extends fc.Arbitrary<infer Value> ? Value : never;

const nth = (table: Statement, where: Statement, number: number) =>
  sql`(SELECT "id" FROM ${table} WHERE ${where} ORDER BY "id" OFFSET ${number}::int LIMIT 1)`;
const nthLine = (orderId: string, number: number) =>
  nth(sql`"LineItem"`, sql`"orderId" = ${orderId}::uuid`, number);
const nthTask = (orderId: string, number: number) =>
  nth(
    sql`"CompositeTask"`,
    sql`"lineItemId" IN (SELECT "id" FROM "LineItem" WHERE "orderId" = ${orderId}::uuid)`,
    number,
  );
const setLine = ({ state, failureCode }: { state: ProductionState; failureCode: string | null }) =>
  sql`UPDATE "LineItem" SET "state" = ${state}::"ProductionState", "failureCode" = ${failureCode}`;

function toStatement(shopId: string, orderId: string, change: Change): Statement {
  switch (change.kind) {
    case "order":
      return sql`
        UPDATE "Order" SET "state" = ${change.state}::"ProductionState",
          "submission" = ${change.submission}::"SubmissionState", "placedAt" = now() - ${change.days} * interval '1 day'
        WHERE "id" = ${orderId}::uuid`;
    case "line":
      return sql`${setLine(change.to)} WHERE "id" = ${nthLine(orderId, change.line)}`;
    case "all lines":
      return sql`${setLine(change.to)} WHERE "orderId" = ${orderId}::uuid`;
    case "task":
      return sql`
        UPDATE "CompositeTask" SET "state" = ${change.state}::"CompositeTaskState"
        WHERE "id" = ${nthTask(orderId, change.task)}`;
    case "line with its tasks":
      return sql`
        WITH line AS (${setLine(change.to)} WHERE "id" = ${nthLine(orderId, change.line)} RETURNING "id")
        UPDATE "CompositeTask" SET "state" = ${change.state}::"CompositeTaskState"
        WHERE "lineItemId" = ${nthLine(orderId, change.line)}`;
    case "new task":
      return sql`
        INSERT INTO "CompositeTask" ("id", "shopId", "lineItemId", "compositeId", "templateTitle", "position", "state")
        SELECT gen_random_uuid(), ${shopId}::uuid, "id", gen_random_uuid()::text, '', 0,
          ${change.state}::"CompositeTaskState"
        FROM "LineItem" WHERE "id" = ${nthLine(orderId, change.line)} AND "state" <> 'cancelled'`;
    case "line goes":
      return sql`DELETE FROM "LineItem" WHERE "id" = ${nthLine(orderId, change.line)}`;
    case "task goes":
      return sql`DELETE FROM "CompositeTask" WHERE "id" = ${nthTask(orderId, change.task)}`;
    case "order goes":
      return sql`DELETE FROM "Order" WHERE "id" = ${orderId}::uuid`;
  }
}

const anOrder: fc.Arbitrary<NewOrder> = fc.record({
  placedDaysAgo: someDays,
  submission: aSubmission,
  lines: fc.array(
    fc
      .record({ line: aLine, tasks: fc.array(aTaskState, { maxLength: 3 }) })
      .map(({ line, tasks }) => ({ ...line, tasks })),
    { minLength: 1, maxLength: 3 },
  ),
});
const aTransaction = fc.record({
  order: fc.nat(3),
  changes: fc.array(aChange, { minLength: 1, maxLength: 4 }),
  end: fc.constantFrom("commit" as const, "commit" as const, "roll back" as const),
  undoes: fc.boolean(),
});

class RolledBack extends Error {}

async function carryOut(
  shopId: string,
  orderIds: string[],
  { order, changes, end, undoes }: typeof aTransaction extends fc.Arbitrary<infer Value> ? Value : never,
): Promise<void> {
  const orderId = orderIds[order] ?? "";
  await test.sql
    .transaction(async (rows) => {
      await rows.rows(lock(orderId));
      for (const change of changes) {
        if (undoes) {
          await rows.rows(sql`SAVEPOINT before`);
          await rows.rows(toStatement(shopId, orderId, change));
          await rows.rows(sql`ROLLBACK TO SAVEPOINT before`);
        }
        await rows.rows(toStatement(shopId, orderId, change));
      }
      if (end === "roll back") throw new RolledBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
}

const aHistory = fc.record({
  orders: fc.array(anOrder, { minLength: 4, maxLength: 4 }),
  transactions: fc.array(aTransaction, { minLength: 8, maxLength: 24 }),
});

async function fill(orders: NewOrder[]): Promise<{ shopId: string; orderIds: string[] }> {
  const shopId = await newShop();
  const orderIds = orders.map(() => randomUUID());
  await Promise.all(orders.map((order, index) => test.sql.rows(insertOrder(shopId, order, orderIds[index]))));
  return { shopId, orderIds };
}

describe("the counts of a shop", () => {
  it("are those of its rows, whatever happened at once, was undone or rolled back", async () => {
    await fc.assert(
      fc.asyncProperty(aHistory, async ({ orders, transactions }) => {
        const { shopId, orderIds } = await fill(orders);
        const hands = [0, 1, 2, 3].map(async (hand) => {
          for (const [index, transaction] of transactions.entries())
            if (index % 4 === hand) await carryOut(shopId, orderIds, transaction);
        });
        await Promise.all([...hands, fold(), fold()]);
        expect(await kept(shopId)).toEqual(await countAll(test.sql, shopId));
        await fold();
        expect(await kept(shopId)).toEqual(await countAll(test.sql, shopId));
      }),
      { numRuns: 25 },
    );
  });

  it("keep apart what was placed on which day", async () => {
    const { shopId } = await fill([29, 0, 30, 31].map((placedDaysAgo) => ({ ...readyOrder, placedDaysAgo })));
    expect(sumOf(await readCountsOfDays(test.sql, shopId, 30), ["orders.ready"])).toBe(2);
    await test.sql.rows(sql`UPDATE "Order" SET "state" = 'failed' WHERE "shopId" = ${shopId}::uuid`);
    const counts = await readCountsOfDays(test.sql, shopId, 31);
    expect(sumOf(counts, ["orders.ready"])).toBe(0);
    expect(sumOf(counts, ["orders.failed"])).toBe(3);
  });

  it("go with the shop, and leave those of others alone", async () => {
    const { shopId } = await fill([readyOrder, readyOrder]);
    const { shopId: staying } = await fill([readyOrder]);
    await fold();
    await test.sql.rows(sql`UPDATE "Order" SET "state" = 'failed' WHERE "shopId" = ${shopId}::uuid`);
    await test.database.shop.delete({ where: { id: shopId } });
    await fold();
    expect(await test.database.shopCount.count({ where: { shopId } })).toBe(0);
    expect(await test.database.countChange.count({ where: { shopId } })).toBe(0);
    expect(await kept(staying)).toEqual(await countAll(test.sql, staying));
  });
});

const readyOrder: NewOrder = {
  placedDaysAgo: 0,
  submission: "created",
  lines: [{ state: "ready", failureCode: null, tasks: ["succeeded"] }],
};

it("has no transaction wait for another that changes the same counts", async () => {
  const { shopId, orderIds } = await fill([readyOrder, readyOrder]);
  const fail = (orderId: string | undefined) =>
    sql`UPDATE "Order" SET "state" = 'failed' WHERE "id" = ${orderId}::uuid`;
  await test.sql.transaction(async (first) => {
    await first.rows(fail(orderIds[0]));
    await test.sql.transaction(async (second) => {
      // Who has to wait gives up at once.
      await second.rows(sql`SET LOCAL lock_timeout = '1ms'`);
      await second.rows(fail(orderIds[1]));
    });
  });
  expect(await kept(shopId)).toEqual(await countAll(test.sql, shopId));
});

it("puts counts right that are wrong, while they change", async () => {
  const refused = { state: "failed" as const, failureCode: "refused", tasks: [] };
  const { shopId, orderIds } = await fill([
    readyOrder,
    { placedDaysAgo: 3, submission: "rejected", lines: [refused, refused] },
    { ...readyOrder, lines: [{ state: "cancelled", failureCode: null, tasks: ["in_progress"] }] },
  ]);
  await fold();
  await test.sql.rows(sql`UPDATE "ShopCount" SET "count" = "count" + 7 WHERE "shopId" = ${shopId}::uuid`);
  await test.sql.rows(
    sql`DELETE FROM "ShopCount" WHERE "shopId" = ${shopId}::uuid AND "counter" = 'orders.ready'`,
  );
  await test.sql.rows(sql`UPDATE "Order" SET "linesToResend" = 5 WHERE "shopId" = ${shopId}::uuid`);
  await test.sql.rows(
    sql`UPDATE "CompositeTask" SET "abandoned" = NOT "abandoned" WHERE "shopId" = ${shopId}::uuid`,
  );

  const recount = sql`SELECT recount_shop(${shopId}::uuid) AS wrong`;
  await test.sql.transaction(async (rows) => {
    await rows.rows(sql`UPDATE "LineItem" SET "state" = 'failed' WHERE "orderId" = ${orderIds[0]}::uuid`);
    const [{ wrong } = { wrong: 0 }] = await test.sql.rows<{ wrong: number }>(recount);
    expect(wrong).toBeGreaterThan(0);
  });
  expect(await kept(shopId)).toEqual(await countAll(test.sql, shopId));
  expect(await test.sql.rows(recount)).toEqual([{ wrong: 0 }]);
});

it("takes the same failures for mended by sending the order again as the merchant is offered it for", async () => {
  for (const code of failureCodes) {
    const [row] = await test.sql.rows<{ is: boolean }>(sql`SELECT is_to_resend('failed', ${code}) AS is`);
    expect(row?.is, code).toBe(remedyFor(code) === "retry_order");
  }
});
