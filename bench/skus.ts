import { execFile } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs, promisify } from "node:util";
import sql from "sql-template-tag";
import { openPool } from "../app/database/pool.ts";
import { createSql, type Sql } from "../app/database/sql.ts";
import { addVariants, longList } from "../tests/world/longList.ts";
import { type ChaosWorld, startChaosWorld } from "../tests/chaos/chaosWorld.ts";
import { median } from "./median.ts";

/**
 * What a sync of a long SKU list takes: rows written, requests, seconds and the worker's memory; for a first sync, one
 * that finds nothing changed, and one that finds a hundredth changed. Beside it, in the same run, what it takes in the
 * database alone to delete and insert everything, as a sync without differences would.
 *
 * --skus 20000      in CustoMeow; the shop has two variants and a half for each
 * --rounds 3
 */
const { values } = parseArgs({
  options: { skus: { type: "string", default: "20000" }, rounds: { type: "string", default: "3" } },
});
const length = Number(values.skus);
const rounds = Number(values.rounds);
const CHANGED_SHARE = 0.01;

interface Measured {
  rowsWritten: number;
  skuPages: number;
  exports: number;
  seconds: number;
  peakMegabytes: number;
}

const list = longList(length);
const world = await startChaosWorld({
  skus: list,
  quota: { requests: 1_000_000, windowSeconds: 60 },
  latencyMilliseconds: { least: 0, most: 0 },
  prepareShop: (shop) => {
    const skus = list.map(({ sku }) => sku);
    // Each call adds as many variants with other SKUs as it adds with these.
    addVariants(shop, skus);
    addVariants(shop, skus.slice(0, length / 4));
  },
});
const pool = openPool(world.databaseUrl, { connections: 2 });
const rows = createSql(pool);
const server = world.startServer();
const worker = world.startWorker(undefined, { LOG_LEVEL: "warn" });
const measured = new Map<string, Measured[]>();
try {
  await world.untilHealthy();
  for (let round = 0; round < rounds; round += 1) {
    await rows.rows(sql`TRUNCATE "CustomeowSku", "MatchedVariant"`);
    note("first sync", await measureSync(world));
    note("nothing changed", await measureSync(world));
    for (const variant of someVariants(world)) variant.title = `Round ${round}`;
    note("a hundredth changed", await measureSync(world));
    note("delete and insert all", await replaceAll(rows));
  }
  for (const [name, runs] of measured) report(name, runs);
} finally {
  await Promise.all([server.stop(), worker.stop()]);
  await pool.end();
  await world.close();
}

function note(name: string, one: Measured): void {
  measured.set(name, [...(measured.get(name) ?? []), one]);
}

function someVariants({ shop }: ChaosWorld) {
  const variants = shop.products.flatMap((product) => product.variants);
  return variants.filter((_, index) => index % (1 / CHANGED_SHARE) === 0);
}

async function measureSync(of: ChaosWorld): Promise<Measured> {
  await of.customeow("reset", {});
  const before = { rows: await written(), exports: of.adminApi.bulk.list().length };
  const started = performance.now();
  await of.syncSkus();
  let peakMegabytes = 0;
  do {
    await pause(100);
    peakMegabytes = Math.max(peakMegabytes, await residentMegabytes(worker.pid()));
  } while ((await of.database.skuSync.count({ where: { state: "running" } })) > 0);
  const seconds = (performance.now() - started) / 1000;
  const { requests } = (await of.customeow("state")) as { requests: { endpoint: string }[] };
  return {
    rowsWritten: (await written()) - before.rows,
    skuPages: requests.filter(({ endpoint }) => endpoint === "skus").length,
    exports: of.adminApi.bulk.list().length - before.exports,
    seconds,
    peakMegabytes,
  };
}

/** Everything is given already, and written as it is. */
async function replaceAll(database: Sql): Promise<Measured> {
  const before = await written();
  const started = performance.now();
  await database.rows(sql`CREATE TABLE IF NOT EXISTS kept_skus AS SELECT * FROM "CustomeowSku"`);
  await database.rows(sql`CREATE TABLE IF NOT EXISTS kept_variants AS SELECT * FROM "MatchedVariant"`);
  await database.rows(sql`DELETE FROM "CustomeowSku"`);
  await database.rows(sql`DELETE FROM "MatchedVariant"`);
  await database.rows(sql`INSERT INTO "CustomeowSku" SELECT * FROM kept_skus`);
  await database.rows(sql`INSERT INTO "MatchedVariant" SELECT * FROM kept_variants`);
  const seconds = (performance.now() - started) / 1000;
  return { rowsWritten: (await written()) - before, skuPages: 0, exports: 0, seconds, peakMegabytes: 0 };
}

/** Rows of SKUs and variants that were inserted, changed or deleted, as Postgres counts them. */
async function written(): Promise<number> {
  // A session tells what it counted at the latest ten seconds after it fell idle.
  await pause(11_000);
  const [row] = await rows.rows<{ written: string }>(sql`
    SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) AS written FROM pg_stat_user_tables
    WHERE relname IN ('CustomeowSku', 'MatchedVariant')`);
  return Number(row?.written ?? 0);
}

async function residentMegabytes(pid: number | undefined): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
  return Number(stdout) / 1024;
}

function report(name: string, runs: readonly Measured[]): void {
  const of = (key: keyof Measured, digits = 0) => median(runs.map((run) => run[key])).toFixed(digits);
  process.stdout.write(
    `${name.padEnd(22)} ${of("rowsWritten").padStart(8)} rows written  ${of("skuPages").padStart(4)} pages of SKUs  ${of("exports")} exports  ${of("seconds", 1).padStart(6)} s  ${of("peakMegabytes").padStart(4)} MB at most (medians of ${runs.length})\n`,
  );
}
