import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppProcess, Ending } from "../chaos/appProcess.ts";
import { type ChaosWorld, startChaosWorld } from "../chaos/chaosWorld.ts";
import { createSql, type SqlPool } from "../../app/database/sql.ts";
import { openPool } from "../../app/database/pool.ts";
import { load } from "../webhooks/load.ts";
import { signedBodies } from "../webhooks/signedBodies.ts";
import { unkept } from "../webhooks/unkept.ts";
import { untilAnswering } from "../webhooks/untilAnswering.ts";
import { eventually } from "../world/testWorld.ts";
import { sendHalf } from "./halfSentWebhook.ts";
import { openTransactions } from "./openTransactions.ts";
import { untilNoLongerListening } from "./untilNoLongerListening.ts";

/** It never had the app: what is told of it is stored and then ignored. */
const SHOP = "somebody.myshopify.com";
const CLEAN: Ending = { code: 0, signal: null };

let world: ChaosWorld;
let sql: SqlPool;
let closePool: () => Promise<void>;
let server: AppProcess | null = null;

beforeAll(async () => {
  world = await startChaosWorld();
  const pool = openPool(world.databaseUrl, { connections: 2 });
  sql = createSql(pool);
  closePool = () => pool.end();
}, 120_000);
afterEach(() => server?.stop());
afterAll(async () => {
  await closePool();
  await world.close();
}, 60_000);

async function startServer(environment: Record<string, string>): Promise<AppProcess> {
  server = world.startServer(undefined, environment);
  await untilAnswering(world.appUrl);
  return server;
}

const bodies = () => signedBodies(50, world.shop.app.clientSecret);
const [signed] = signedBodies(1, "chaos-secret");
if (signed === undefined) throw new Error("There is no body.");

describe.each([
  ["without a worker", { WORKER_IN_SERVER: "false" }],
  ["with a worker", { WORKER_IN_SERVER: "true" }],
])("a server %s that is told to stop while webhooks come over 64 connections", (_, environment) => {
  it("ends well, has stored all that it acknowledged, and leaves no transaction open", async () => {
    const stopping = await startServer(environment);
    const enough = new AbortController();
    const loading = load({
      url: world.appUrl,
      shopDomain: SHOP,
      connections: 64,
      warmUpSeconds: 0,
      seconds: 100,
      enough: enough.signal,
      bodies: bodies(),
    });
    const before = await world.database.webhookDelivery.count();
    await eventually("webhooks are stored", async () =>
      (await world.database.webhookDelivery.count()) > before + 500 ? true : null,
    );
    expect(await stopping.terminate()).toEqual(CLEAN);
    enough.abort();
    const { answers } = await loading;

    const acknowledged = answers.get("200") ?? [];
    expect(acknowledged.length).toBeGreaterThan(500);
    expect(await unkept(sql, acknowledged)).toEqual([]);
    expect(new Set(answers.keys())).toEqual(new Set(["200", "cut"]));
    await eventually("no transaction is open", async () =>
      (await openTransactions(sql)) === 0 ? true : null,
    );
  }, 120_000);
});

it("takes a webhook that had begun to come, and tells its sender that the connection closes", async () => {
  const stopping = await startServer({ WORKER_IN_SERVER: "false" });
  const webhookId = randomUUID();
  const half = await sendHalf(world.appUrl, signed, SHOP, webhookId);
  const ended = stopping.terminate();
  await untilNoLongerListening(world.appUrl);
  const answer = await half.finish();
  expect(answer).toContain("HTTP/1.1 200 OK");
  expect(answer.toLowerCase()).toContain("connection: close");
  expect(await ended).toEqual(CLEAN);
  expect(await unkept(sql, [webhookId])).toEqual([]);
});

it("refuses a webhook that does not come to its end by the deadline", async () => {
  const stopping = await startServer({ WORKER_IN_SERVER: "false", STOP_WITHIN_SECONDS: "1" });
  const half = await sendHalf(world.appUrl, signed, SHOP, randomUUID());
  expect(await stopping.terminate()).toEqual(CLEAN);
  expect(await half.finish()).toContain("HTTP/1.1 503");
});

it("ends well although Postgres says nothing any more, and has acknowledged nothing meanwhile", async () => {
  const stopping = await startServer({ WORKER_IN_SERVER: "true", STOP_WITHIN_SECONDS: "2" });
  const goOn = await world.silencePostgres();
  try {
    const half = await sendHalf(world.appUrl, signed, SHOP, randomUUID());
    const answer = half.finish();
    expect(await stopping.terminate()).toEqual(CLEAN);
    expect(await answer).toContain("HTTP/1.1 503");
  } finally {
    goOn();
  }
  await eventually("no transaction is open", async () => ((await openTransactions(sql)) === 0 ? true : null));
});

it("ends at once when it is told a second time", async () => {
  const stopping = await startServer({ WORKER_IN_SERVER: "true", STOP_WITHIN_SECONDS: "1000" });
  await sendHalf(world.appUrl, signed, SHOP, randomUUID());
  const ended = stopping.terminate();
  await untilNoLongerListening(world.appUrl);
  void stopping.terminate();
  expect(await ended).toEqual({ code: 1, signal: null });
});

describe("a server whose workers are down", () => {
  it("is alive and ready, and says that no order gets on", async () => {
    await startServer({ WORKER_IN_SERVER: "false" });
    const statusOf = async (path: string) => (await fetch(`${world.appUrl}${path}`)).status;
    await eventually("no worker is heard of", async () =>
      (await statusOf("/health")) === 503 ? true : null,
    );
    expect(await statusOf("/health/live")).toBe(200);
    expect(await statusOf("/health/ready")).toBe(200);
  }, 90_000);
});
