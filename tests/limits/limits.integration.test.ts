import { execFile } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { Pool } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildPagesIfStale } from "../../sandbox/launch/pages.ts";
import { type TestDatabase, testDatabase } from "../postgres/testDatabase.ts";
import { createConnectedShop } from "../webhooks/connectedShop.ts";
import { postWebhook } from "../webhooks/load.ts";
import { signedBodies } from "../webhooks/signedBodies.ts";
import { startWebhookServer, type WebhookServer } from "../webhooks/webhookServer.ts";
import { type Attack, attack, head } from "./attackers.ts";

const run = promisify(execFile);
const SECRET = "the-secret-of-the-app";
const SHOP = "limits.myshopify.com";
const TOKEN = "t".repeat(32);
const MEGABYTE = 1024 * 1024;
const WORKED_FOR_WEBHOOKS = 10_000;
const MORE_THAN_AT_REST_BYTES = 100 * MEGABYTE;

let directory: string;
let test: TestDatabase;
let url: string;
let server: WebhookServer;
let atRest: number;
let attacks: Attack[] = [];

beforeAll(async () => {
  await buildPagesIfStale();
  directory = await mkdtemp(join(tmpdir(), "customeow-limits-"));
  test = await testDatabase();
  await createConnectedShop(test.database, SHOP, TOKEN);
  server = await startWebhookServer(test.databaseUrl, SECRET, directory);
  ({ url } = server);
  // What a server that has worked for a while keeps is not the attackers'.
  await work(WORKED_FOR_WEBHOOKS);
  await fetch(url);
  atRest = await residentBytes();
}, 120_000);
afterEach(() => {
  for (const one of attacks) one.end();
  attacks = [];
});
afterAll(async () => {
  await server.process.stop();
  await test.close();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

/** Has the server take so many webhooks. */
async function work(webhooks: number): Promise<void> {
  const bodies = signedBodies(50, SECRET);
  const client = new Pool(url, { connections: 16 });
  const send = async (index: number): Promise<string> => {
    const signed = bodies[index % bodies.length];
    return signed === undefined ? "no body" : postWebhook(client, signed, SHOP, randomUUID());
  };
  const answers = await Promise.all(Array.from({ length: webhooks }, (_, index) => send(index)));
  expect(new Set(answers)).toEqual(new Set(["200"]));
  await client.close();
}

async function residentBytes(): Promise<number> {
  const { stdout } = await run("ps", ["-o", "rss=", "-p", String(server.process.pid())]);
  return Number(stdout) * 1024;
}

function start(connections: number, says: readonly (string | Buffer)[]): Attack {
  const one = attack(url, connections, says);
  attacks.push(one);
  return one;
}

/** What Shopify signed is taken all the while. @returns the most memory that was seen */
async function watch(until: Promise<unknown>): Promise<number> {
  let most = 0;
  const over = until.then(() => "over");
  do {
    most = Math.max(most, await residentBytes());
    expect(await postSigned()).toBe(200);
  } while ((await Promise.race([over, pause(100)])) !== "over");
  return most;
}

async function postSigned(body = '{"id":1}'): Promise<number> {
  const answer = await fetch(`${url}/webhooks/orders/create`, {
    method: "POST",
    body,
    headers: {
      "x-shopify-topic": "orders/create",
      "x-shopify-shop-domain": SHOP,
      "x-shopify-api-version": "2026-10",
      "x-shopify-webhook-id": randomUUID(),
      "x-shopify-hmac-sha256": createHmac("sha256", SECRET).update(body).digest("base64"),
    },
  });
  return answer.status;
}

async function expectBounded(attackers: Attack): Promise<string[]> {
  const closed = Promise.all(attackers.closed);
  expect((await watch(closed)) - atRest).toBeLessThan(MORE_THAN_AT_REST_BYTES);
  return closed;
}

describe("a server without any proxy before it, attacked by those who never come to an end", () => {
  it("cuts thousands of connections on which no request comes", async () => {
    // An empty line is none. Without it, the kernel may keep a connection of which the server never hears.
    await expectBounded(start(1_900, ["\r\n"]));
  });

  it("takes no more connections than it has memory for", async () => {
    const { closed } = start(5_000, ["GET"]);
    const said = await Promise.all(closed);
    expect(said.filter((text) => text === "").length).toBeGreaterThan(2_000);
    expect((await residentBytes()) - atRest).toBeLessThan(MORE_THAN_AT_REST_BYTES);
    expect(await postSigned()).toBe(200);
  });

  it("keeps of half-sent webhooks what it has room for, and cuts them", async () => {
    const webhook = head("POST /webhooks/orders/create", { "content-length": 4 * MEGABYTE });
    const said = await expectBounded(start(400, [webhook, Buffer.alloc(MEGABYTE)]));
    expect(said.filter((text) => text.includes("503")).length).toBeGreaterThan(300);
    expect(said.filter((text) => text.includes("408")).length).toBeGreaterThan(10);
  });

  it("cuts webhooks and forms that come byte by byte", async () => {
    const lines = ["POST /webhooks/orders/create", "POST /app/settings", "GET /app"];
    const slow = lines.map((line) => start(50, [head(line, { "content-length": 1_000 })]));
    const timer = setInterval(() => {
      for (const { sockets } of slow) for (const socket of sockets) socket.write("x");
    }, 500);
    await Promise.all(slow.map(expectBounded));
    clearInterval(timer);
  });

  it("reads nothing of a form of 300 MB, however it is sent", async () => {
    const sized = head("POST /app/connect", { "content-length": 300 * MEGABYTE });
    const chunked = head("POST /app/connect", { "transfer-encoding": "chunked" });
    const part = Buffer.alloc(10 * MEGABYTE);
    for (const [request, status] of [
      [sized, "413"],
      [chunked, "411"],
    ] as const)
      for (const text of await expectBounded(start(20, [request])))
        expect(text).toContain(`HTTP/1.1 ${status}`);
    await expectBounded(start(20, [sized, ...new Array<Buffer>(30).fill(part)]));
  });

  it("parses nothing of deep JSON before it knows whose it is, and then as far as it goes", async () => {
    const deep = (bytes: number) => `${"[".repeat(bytes / 2)}${"]".repeat(bytes / 2)}`;
    const post = async (path: string, body: string) =>
      (await fetch(`${url}${path}`, { method: "POST", body })).status;
    const many = (action: () => Promise<number>) => Promise.all(Array.from({ length: 20 }, action));
    const answered = (async () => ({
      unsigned: await many(() => post("/webhooks/orders/create", deep(MEGABYTE))),
      signed: await postSigned(deep(MEGABYTE)),
      wrongToken: await many(() => post(`/webhooks/customeow/${"x".repeat(32)}`, deep(MEGABYTE))),
      rightToken: await many(() => post(`/webhooks/customeow/${TOKEN}`, deep(MEGABYTE))),
    }))();
    expect((await watch(answered)) - atRest).toBeLessThan(MORE_THAN_AT_REST_BYTES);
    const { unsigned, signed, wrongToken, rightToken } = await answered;
    expect(new Set(unsigned)).toEqual(new Set([401]));
    // No order of Shopify's, whoever signed it.
    expect(signed).toBe(400);
    expect(new Set(wrongToken)).toEqual(new Set([404]));
    expect(new Set(rightToken)).toEqual(new Set([400]));
  });

  it("has nothing to say of all this but that webhooks were refused", async () => {
    const log = await readFile(server.logFile, "utf8");
    expect(log).not.toMatch(/"level":"(error|fatal)"/);
  });
});
