import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
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
import { eraseShopHandler } from "../app/shops/eraseShop.ts";
import { requestErasure } from "../app/shops/requestErasure.ts";
import { noRuns, workOffRuns } from "../tests/bulk/workOff.ts";
import { fillShop, type FilledShop } from "../tests/tenants/fillShop.ts";
import { multiplyRows, ROWS_OF_AN_ORDER } from "../tests/tenants/multiplyRows.ts";

/**
 * How long shops of growing size take to be erased, on one worker, beside another shop of the largest size. Meanwhile
 * the other shop changes an item of an order, again and again: what that takes, beside what it takes at rest.
 */
const { values } = parseArgs({ options: { orders: { type: "string", default: "1000,2000,4000" } } });
const sizes = values.orders.split(",").map(Number);

const directory = await mkdtemp(join(tmpdir(), "customeow-bench-"));
const postgres = await startEmbeddedPostgres(directory);
await applyMigrations(postgres.url);
const pool = openPool(postgres.url, { connections: 5 });
const connections = createSql(pool);
const database = openDatabase(pool);
const boss = await startBoss(pool, "bench", createLog("silent"));
const services = { sql: connections, database, jobs: createJobQueue(boss) };
const handlers = { ...noRuns, "erase-shop": eraseShopHandler(services) };
try {
  const other = await fillShop(services, "othershop");
  await multiplyRows(connections, other, Math.max(...sizes));
  console.log(`another shop at rest: ${describe(await serveWhile(other, () => pause(5_000)))}`);
  for (const size of sizes) {
    const shop = await fillShop(services, `leaving${size}`);
    await multiplyRows(connections, shop, size);
    const started = performance.now();
    const served = await serveWhile(other, () => erase(shop));
    const seconds = (performance.now() - started) / 1000;
    const rows = size * ROWS_OF_AN_ORDER;
    console.log(
      `${size} orders, ${rows} rows: erased in ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows/s; ` +
        `another shop meanwhile: ${describe(served)}`,
    );
  }
} finally {
  await boss.stop({ graceful: false });
  await database.$disconnect();
  await pool.end();
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
}

async function erase({ shopId }: FilledShop): Promise<void> {
  await database.shop.update({ where: { id: shopId }, data: { uninstalledAt: new Date() } });
  await database.$transaction((rows) => requestErasure(rows, services.jobs, shopId, new Date()));
  await workOffRuns(services, handlers, shopId);
  if ((await database.shop.count({ where: { id: shopId } })) > 0) throw new Error("The shop is still there.");
}

/** @returns how many milliseconds each of the other shop's changes took */
async function serveWhile(other: FilledShop, action: () => Promise<void>): Promise<number[]> {
  const took: number[] = [];
  const isOver = new AbortController();
  const serving = (async () => {
    while (!isOver.signal.aborted) {
      const before = performance.now();
      await connections.rows(sql`
        UPDATE "LineItem" SET "quantity" = "quantity" + 1
        WHERE "id" = (SELECT "id" FROM "LineItem" WHERE "orderId" = ${other.orderId}::uuid LIMIT 1)`);
      took.push(performance.now() - before);
      await pause(5);
    }
  })();
  await action().finally(() => {
    isOver.abort();
  });
  await serving;
  return took.toSorted((a, b) => a - b);
}

function describe(took: number[]): string {
  const at = (share: number) => (took[Math.floor(took.length * share)] ?? Number.NaN).toFixed(1);
  return `median ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}
