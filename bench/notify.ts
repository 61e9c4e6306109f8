import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startEmbeddedPostgres } from "../app/database/embeddedPostgres.ts";
import { openPool } from "../app/database/pool.ts";
import { createJobBell } from "../app/jobs/bell.ts";
import { createLog } from "../app/log/log.ts";

/**
 * What telling other processes of a job costs: commits a second at 16 connections where nobody is told, where each
 * transaction notifies, and where the process says it apart (app/jobs/bell.ts). Postgres lets one committing transaction
 * at a time notify, and that one waits for the disk.
 *
 * --seconds 10  for how long each is measured
 */
const { values } = parseArgs({ options: { seconds: { type: "string", default: "10" } } });
const CONNECTIONS = 16;

const directory = await mkdtemp(join(tmpdir(), "customeow-notify-"));
const postgres = await startEmbeddedPostgres(directory);
const pool = openPool(postgres.url, { connections: CONNECTIONS });
const bell = createJobBell(pool, createLog("warn"));
try {
  await pool.query("CREATE TABLE handed_in (id bigint GENERATED ALWAYS AS IDENTITY, job text)");
  const insert = "INSERT INTO handed_in (job) VALUES ('create-order')";
  await measure("nobody is told", () => pool.query(insert));
  await measure("each transaction notifies", () =>
    pool.query(`WITH job AS (${insert} RETURNING id) SELECT pg_notify('jobs', 'orders') FROM job`),
  );
  await measure("told apart", async () => {
    await pool.query(insert);
    bell.ring([{ queue: "orders", key: null, afterSeconds: 0 }]);
  });
  // Until the last is told.
  await pause(100);
} finally {
  await pool.end();
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
}

async function measure(name: string, commit: () => Promise<unknown>): Promise<void> {
  const seconds = Number(values.seconds);
  const deadline = performance.now() + seconds * 1_000;
  const commits = await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      let count = 0;
      for (; performance.now() < deadline; count += 1) await commit();
      return count;
    }),
  );
  const all = commits.reduce((sum, count) => sum + count, 0);
  process.stdout.write(`${name.padEnd(28)} ${(all / seconds).toFixed(0).padStart(7)} commits/s\n`);
}
