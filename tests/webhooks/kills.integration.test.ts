import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Pool } from "undici";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../app/database/embeddedPostgres.ts";
import { openPool } from "../../app/database/pool.ts";
import { createSql, type SqlPool } from "../../app/database/sql.ts";
import { buildPagesIfStale } from "../../sandbox/launch/pages.ts";
import type { AppProcess } from "../chaos/appProcess.ts";
import { crashPostgres } from "../chaos/crashPostgres.ts";
import { load, type Measured, postWebhook } from "./load.ts";
import { signedBodies } from "./signedBodies.ts";
import { unkept } from "./unkept.ts";
import { untilAnswering } from "./untilAnswering.ts";
import { startWebhookServer } from "./webhookServer.ts";

const SECRET = "the-secret-of-the-app";
const SHOP = "killed.myshopify.com";
const bodies = signedBodies(50, SECRET);

let directory: string;
let postgres: EmbeddedPostgres;
let sql: SqlPool;
let closePool: () => Promise<void>;
let url: string;
let server: AppProcess;

beforeAll(async () => {
  await buildPagesIfStale();
  directory = await mkdtemp(join(tmpdir(), "customeow-kills-"));
  postgres = await startEmbeddedPostgres(directory);
  const pool = openPool(postgres.url, { connections: 2 });
  sql = createSql(pool);
  closePool = () => pool.end();
  ({ url, process: server } = await startWebhookServer(postgres.url, SECRET, directory));
}, 120_000);
afterAll(async () => {
  await server.stop();
  await closePool();
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

/** Webhooks come in over many connections while `act` does its worst, and some time before and after. */
async function underLoad(act: () => Promise<void>): Promise<Measured> {
  const enough = new AbortController();
  const loading = load({
    url,
    shopDomain: SHOP,
    connections: 24,
    warmUpSeconds: 0,
    seconds: 100,
    enough: enough.signal,
    bodies,
  });
  await pause(2_000);
  await act();
  await pause(2_000);
  enough.abort();
  return loading;
}

/** Everything that was acknowledged is there, and so is, once, what Shopify then sends again. */
async function expectKept(measured: Measured): Promise<void> {
  const acknowledged = measured.answers.get("200") ?? [];
  expect(acknowledged.length).toBeGreaterThan(100);
  expect(await unkept(sql, acknowledged)).toEqual([]);

  const others = [...measured.answers].flatMap(([status, ids]) => (status === "200" ? [] : ids));
  await untilAnswering(url);
  const [signed] = bodies;
  if (signed === undefined) throw new Error("There is no body.");
  const client = new Pool(url, { connections: 16 });
  const answers = await Promise.all(others.map((id) => postWebhook(client, signed, SHOP, id)));
  await client.close();
  expect(new Set(answers)).toEqual(new Set(["200"]));
  expect(await unkept(sql, others)).toEqual([]);
}

it("keeps every webhook that it acknowledged when the server is killed under load", async () => {
  const measured = await underLoad(async () => {
    server.kill();
    await untilAnswering(url);
  });
  expect(new Set(measured.answers.keys())).toEqual(new Set(["200", "cut"]));
  await expectKept(measured);
}, 120_000);

it("acknowledges nothing that is not stored when Postgres is killed under load, and goes on when it is back", async () => {
  const measured = await underLoad(async () => {
    await crashPostgres(join(directory, "postgres"));
  });
  expect([...measured.answers.keys()].filter((status) => !["200", "500", "503"].includes(status))).toEqual(
    [],
  );
  expect(measured.answers.get("500")?.length).toBeGreaterThan(0);
  await expectKept(measured);
}, 120_000);
