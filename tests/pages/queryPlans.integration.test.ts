import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { openDatabase } from "../../app/database/database.ts";
import { openPool } from "../../app/database/pool.ts";
import { createSql, type Sql } from "../../app/database/sql.ts";
import { startBoss } from "../../app/jobs/boss.ts";
import { createJobQueue } from "../../app/jobs/queue.ts";
import { createLog } from "../../app/log/log.ts";
import { type TestDatabase, testDatabase } from "../postgres/testDatabase.ts";
import { type FilledShop, fillShop } from "../tenants/fillShop.ts";
import { multiplyRows, spreadStates } from "../tenants/multiplyRows.ts";
import { pageReadings } from "./pageReadings.ts";

declare module "vitest" {
  interface ProvidedContext {
    ordersOfALargeShop: number;
  }
}

const ORDERS = inject("ordersOfALargeShop");

/** What grows with the orders of a shop. */
const GROWING = [
  "Order",
  "OrderSearch",
  "LineItem",
  "CompositeTask",
  "ProductionFile",
  "TimelineEntry",
  "Design",
  "WebhookDelivery",
];

let test: TestDatabase;
let shop: FilledShop;
/** All through one connection, which tells Postgres what it read. */
let pool: ReturnType<typeof openPool>;
let connection: Sql;

beforeAll(async () => {
  test = await testDatabase();
  const boss = await startBoss(test.pool, "query-plans", createLog("silent"));
  const services = { database: test.database, jobs: createJobQueue(boss) };
  shop = await fillShop(services, "largeshop");
  await multiplyRows(test.sql, shop, ORDERS);
  await spreadStates(test.sql, shop);
  const other = await fillShop(services, "othershop");
  await multiplyRows(test.sql, other, ORDERS / 4);
  await boss.stop({ graceful: false });
  pool = openPool(test.databaseUrl, { connections: 1 });
  connection = createSql(pool);
});
afterAll(async () => {
  await pool.end();
  await test.close();
});

async function readFromEndToEnd(): Promise<Map<string, number>> {
  await connection.rows(sql`SELECT pg_stat_force_next_flush()`);
  const tables = await connection.rows<{ name: string; scans: string }>(sql`
    SELECT relname AS name, seq_scan AS scans FROM pg_stat_user_tables
    WHERE schemaname = 'public' AND relname = ANY(${GROWING})`);
  return new Map(tables.map(({ name, scans }) => [name, Number(scans)]));
}

it("finds what every page shows by an index, and reads no table that grows from end to end", async () => {
  const database = openDatabase(pool);
  const scanned: string[] = [];
  for (const { name, read } of await pageReadings(database, connection, shop)) {
    const before = await readFromEndToEnd();
    expect(before.size).toBe(GROWING.length);
    await read();
    for (const [table, scans] of await readFromEndToEnd())
      if (scans > (before.get(table) ?? 0)) scanned.push(`${name}: ${table}`);
  }
  expect(scanned).toEqual([]);
  await database.$disconnect();
});

it("sees a table that is read from end to end", async () => {
  const before = await readFromEndToEnd();
  await connection.rows(sql`SELECT count(*) FROM "TimelineEntry" WHERE "code" = 'none'`);
  // Of a large table several processes read a part each, and count each.
  expect((await readFromEndToEnd()).get("TimelineEntry")).toBeGreaterThan(before.get("TimelineEntry") ?? 0);
});
