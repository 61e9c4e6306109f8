import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import sql from "sql-template-tag";
import { openDatabase } from "../app/database/database.ts";
import { startEmbeddedPostgres } from "../app/database/embeddedPostgres.ts";
import { applyMigrations } from "../app/database/migrations.ts";
import { openPool } from "../app/database/pool.ts";
import { createSql } from "../app/database/sql.ts";
import { startBoss } from "../app/jobs/boss.ts";
import { createJobQueue } from "../app/jobs/queue.ts";
import { createLog } from "../app/log/log.ts";
import { foldCounts } from "../app/counts/foldCounts.ts";
import { pageReadings } from "../tests/pages/pageReadings.ts";
import { fillShop, type FilledShop } from "../tests/tenants/fillShop.ts";
import { multiplyRows, spreadStates } from "../tests/tenants/multiplyRows.ts";
import { median } from "./median.ts";

/**
 * What the loaders of the app's pages read, in a shop of 100 orders and in one of 100,000 beside it, in the same
 * database: each order with three items, three tasks and files and four entries in its timeline.
 */
const { values } = parseArgs({
  options: {
    orders: { type: "string", default: "100000" },
    times: { type: "string", default: "41" },
  },
});
const [orders, times] = [Number(values.orders), Number(values.times)];
const FEW_ORDERS = 100;

const directory = await mkdtemp(join(tmpdir(), "customeow-bench-"));
const postgres = await startEmbeddedPostgres(directory);
await applyMigrations(postgres.url);
const pool = openPool(postgres.url, { connections: 10 });
const connections = createSql(pool);
const database = openDatabase(pool);
const boss = await startBoss(pool, "bench", createLog("silent"));
const services = { database, jobs: createJobQueue(boss) };
try {
  const small = await filled("smallshop", FEW_ORDERS);
  const large = await filled("largeshop", orders);
  await foldCounts(connections);
  await connections.rows(sql`VACUUM ANALYZE`);

  const few = await pageReadings(database, connections, small);
  const many = await pageReadings(database, connections, large);
  console.log(`| page | ${FEW_ORDERS} orders | ${orders} orders | ratio |\n| --- | --- | --- | --- |`);
  for (const [index, { name, read }] of few.entries()) {
    const ofLarge = many[index];
    if (ofLarge === undefined) throw new Error(`The large shop has no reading of ${name}.`);
    const [short, long] = await inTurns(read, ofLarge.read);
    console.log(
      `| ${name} | ${short.toFixed(1)} ms | ${long.toFixed(1)} ms | ${(long / short).toFixed(2)} |`,
    );
  }
} finally {
  await boss.stop({ graceful: false });
  await database.$disconnect();
  await pool.end();
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
}

async function filled(mark: string, count: number): Promise<FilledShop> {
  const shop = await fillShop(services, mark);
  await multiplyRows(connections, shop, count);
  await spreadStates(connections, shop);
  return shop;
}

/** @returns the median milliseconds of each, of runs by turns after some that do not count */
async function inTurns(
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
): Promise<[number, number]> {
  const took: [number[], number[]] = [[], []];
  for (let time = -5; time < times; time++) {
    const pair = [await timed(one), await timed(other)] as const;
    if (time < 0) continue;
    took[0].push(pair[0]);
    took[1].push(pair[1]);
  }
  return [median(took[0]), median(took[1])];
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await action();
  return performance.now() - started;
}
