import { createHmac, randomUUID } from "node:crypto";
import { createServer, request as httpRequest, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { PgBoss } from "pg-boss";
import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { createConnectedShop } from "../../tests/webhooks/connectedShop.ts";
import { openInbox } from "../inbox/inbox.ts";
import { startBoss } from "../jobs/boss.ts";
import { createJobQueue } from "../jobs/queue.ts";
import { createLog } from "../log/log.ts";
import { createWebhookVerifier } from "../shopify/verifyWebhook.ts";
import { WEBHOOK_TOPICS } from "../shopify/webhookClaims.ts";
import { createClientAddresses } from "./clientAddress.ts";
import { createWebhookListener } from "./webhooks.ts";

/** Who comes over the loopback is counted by what the proxy says, of which there is one in these tests. */
const PRIVATE_ONLY = { trustsPrivate: true, ranges: [] };
const SECRET = "the-secret-of-the-app";
const TOKEN = "a".repeat(32);
const MEGABYTE = 1024 * 1024;

let test: TestDatabase;
let boss: PgBoss;
let server: Server;
let port: number;

beforeAll(async () => {
  test = await testDatabase();
  const log = createLog("silent");
  boss = await startBoss(test.pool, "test", log);
  await createConnectedShop(test.database, "example.myshopify.com", TOKEN);
  const services = {
    inbox: await openInbox({ sql: test.sql, jobs: createJobQueue(boss) }, { waitingItems: 3, commits: 1 }),
    sql: test.sql,
    shopify: { verifyWebhook: createWebhookVerifier([SECRET]) },
    log,
  };
  const listener = createWebhookListener(services, createClientAddresses(PRIVATE_ONLY), {});
  server = createServer((request, response) => {
    if (!listener(request, response)) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await boss.stop({ graceful: false });
  await test.close();
});

const url = (path: string) => `http://127.0.0.1:${port}${path}`;

function signed(
  body: string,
  webhookId: string = randomUUID(),
  topic = "orders/create",
): Record<string, string> {
  return {
    "content-type": "application/json",
    "x-shopify-topic": topic,
    "x-shopify-shop-domain": "example.myshopify.com",
    "x-shopify-api-version": "2026-10",
    "x-shopify-webhook-id": webhookId,
    "x-shopify-hmac-sha256": createHmac("sha256", SECRET).update(body).digest("base64"),
  };
}

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url(path), { method: "POST", body, headers });
const deliveries = () => test.database.webhookDelivery.count();

describe("an address of Shopify's webhooks", () => {
  const domain = "example.myshopify.com";
  const bodies: Record<string, string> = {
    "app/uninstalled": JSON.stringify({ id: 1, myshopify_domain: domain }),
    "customers/data_request": JSON.stringify({ shop_domain: domain, customer: {}, orders_requested: [] }),
    "customers/redact": JSON.stringify({ shop_domain: domain, customer: {}, orders_to_redact: [] }),
    "shop/redact": JSON.stringify({ shop_id: 1, shop_domain: domain }),
  };
  const places = Object.entries(WEBHOOK_TOPICS).flatMap(([path, topics]) =>
    topics.map((topic) => ({ path, topic })),
  );

  it.each(places)("for $topic is $path", async ({ path, topic }) => {
    const body = bodies[topic] ?? "{}";
    const answer = await post(`${path}?from=shopify`, body, signed(body, randomUUID(), topic));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe("");
  });

  it.each(places)("for $topic takes nothing that was signed for another", async ({ path, topic }) => {
    const before = await deliveries();
    for (const [other, body] of Object.entries({ ...bodies, "orders/create": "{}" })) {
      if (other === topic) continue;
      expect((await post(path, body, signed(body, randomUUID(), other))).status, other).toBe(
        WEBHOOK_TOPICS[path]?.includes(other) ? 200 : 400,
      );
      // The body of an order, and of the granted scopes, names neither its topic nor its shop.
      if (topic in bodies)
        expect((await post(path, body, signed(body, randomUUID(), topic))).status, other).toBe(400);
    }
    expect(await deliveries()).toBe(before + (path === "/webhooks/compliance" ? 2 : 0));
  });

  it.each(["GET", "PUT", "DELETE", "HEAD"])("answers 405 to %s, and stores nothing", async (method) => {
    const before = await deliveries();
    const hasBody = method === "PUT" || method === "DELETE";
    const answer = await fetch(url("/webhooks/orders/create"), {
      method,
      headers: signed("{}"),
      ...(hasBody ? { body: "{}" } : {}),
    });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("POST");
    expect(await deliveries()).toBe(before);
  });

  it("answers 401 to what is not signed and 400 to what is no JSON, and stores neither", async () => {
    const before = await deliveries();
    expect((await post("/webhooks/orders/create", "{}", signed("{} "))).status).toBe(401);
    expect((await post("/webhooks/orders/create", "no json", signed("no json"))).status).toBe(400);
    expect(await deliveries()).toBe(before);
  });

  it("answers 413 to more than 4 MB, read to its end or not", async () => {
    for (const megabytes of [5, 70]) {
      const answer = await postPieces(Buffer.alloc(MEGABYTE), megabytes);
      expect(answer).toMatch(/^HTTP\/1\.1 413 .*connection: close/is);
    }
  });

  it("answers 413 at once to a body that is announced to be far too large", async () => {
    const status = await new Promise((resolve, reject) => {
      const headers = { "content-length": String(1024 * MEGABYTE) };
      const request = httpRequest(url("/webhooks/orders/create"), { method: "POST", headers });
      request.once("response", ({ statusCode }) => {
        resolve(statusCode);
        request.destroy();
      });
      request.on("error", reject);
      request.flushHeaders();
    });
    expect(status).toBe(413);
  });

  it("takes a body that comes in pieces, while it answers others", async () => {
    const body = JSON.stringify({ id: 1, note: "Zoë 👋".repeat(50) });
    const slow = httpRequest(url("/webhooks/orders/create"), { method: "POST", headers: signed(body) });
    const answered = new Promise((resolve, reject) => {
      slow.once("response", ({ statusCode }) => {
        resolve(statusCode);
      });
      slow.once("error", reject);
    });
    for (const byte of Buffer.from(body).subarray(0, 200)) {
      slow.write(Buffer.of(byte));
      await new Promise(setImmediate);
    }
    expect((await post("/webhooks/orders/create", "{}", signed("{}"))).status).toBe(200);
    slow.end(Buffer.from(body).subarray(200));
    expect(await answered).toBe(200);
    expect(await test.database.webhookDelivery.count({ where: { body } })).toBe(1);
  });

  it("stores nothing of a body that is cut off", async () => {
    const before = await deliveries();
    const socket = connect(port, "127.0.0.1");
    const head = Object.entries({ ...signed("{}"), "content-length": "2" });
    socket.write(`POST /webhooks/orders/create HTTP/1.1\r\nhost: app\r\n`);
    socket.write(`${head.map(([name, value]) => `${name}: ${value}`).join("\r\n")}\r\n\r\n{`);
    await new Promise<void>((resolve) => server.once("request", (request) => request.once("data", resolve)));
    socket.destroy();
    expect((await post("/webhooks/orders/create", "{}", signed("{}"))).status).toBe(200);
    expect(await deliveries()).toBe(before + 1);
  });

  it("answers 503 with a time to come again while too much waits for the database, and 200 to what it took", async () => {
    let taken: Promise<Response>[] = [];
    await test.sql.transaction(async (locked) => {
      await locked.rows(sql`LOCK TABLE "WebhookDelivery" IN EXCLUSIVE MODE`);
      const answers = Array.from({ length: 20 }, () => post("/webhooks/orders/create", "{}", signed("{}")));
      const first = await Promise.any(answers);
      expect(first.status).toBe(503);
      expect(Number(first.headers.get("retry-after"))).toBeGreaterThan(0);
      taken = answers;
    });
    const statuses = (await Promise.all(taken)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
  });

  it("answers 500, never 200, where the database refuses the delivery", async () => {
    await test.sql.rows(
      sql`ALTER TABLE "WebhookDelivery" ADD CONSTRAINT refused CHECK ("webhookId" <> 'refused')`,
    );
    expect((await post("/webhooks/orders/create", "{}", signed("{}", "refused"))).status).toBe(500);
    expect((await post("/webhooks/orders/create", "{}", signed("{}", "taken"))).status).toBe(200);
  });
});

describe("CustoMeow's address", () => {
  const body = JSON.stringify({ id: "7", event: "sku.add", objectId: "1", pushTime: "", payload: {} });

  it("takes what comes with a shop's token, once", async () => {
    const before = await deliveries();
    for (let times = 0; times < 2; times += 1)
      expect((await post(`/webhooks/customeow/${TOKEN}`, body)).status).toBe(200);
    expect(await deliveries()).toBe(before + 1);
  });

  it("answers 404 to any other token, 400 to what cannot be read, 413 to more than 1 MB", async () => {
    const before = await deliveries();
    for (const token of ["", "b".repeat(32), `${TOKEN}/`, `${TOKEN}%00`])
      expect((await post(`/webhooks/customeow/${token}`, body)).status).toBe(404);
    expect((await post(`/webhooks/customeow/${TOKEN}`, "no json")).status).toBe(400);
    expect((await post(`/webhooks/customeow/${TOKEN}`, "x".repeat(2 * MEGABYTE))).status).toBe(413);
    expect(await deliveries()).toBe(before);
  });
});

describe("an address from which too many wrong webhooks come", () => {
  const from = (address: string, headers: Record<string, string> = {}) => ({
    ...headers,
    "x-forwarded-for": address,
  });
  const statusesOf = async (path: string, address: string) => {
    const statuses: number[] = [];
    for (let times = 0; times < 150; times += 1)
      statuses.push((await post(path, "{}", from(address))).status);
    return new Set(statuses);
  };

  it("is told to wait, while what Shopify signed is taken from there as ever", async () => {
    expect(await statusesOf("/webhooks/orders/create", "198.51.100.1")).toEqual(new Set([401, 429]));
    for (let times = 0; times < 150; times += 1) {
      const answer = await post("/webhooks/orders/create", "{}", from("198.51.100.1", signed("{}")));
      expect(answer.status).toBe(200);
    }
    expect((await post("/webhooks/orders/create", "{}", from("198.51.100.2"))).status).toBe(401);
  });

  it("may try out no more tokens, while what comes with a shop's token is taken as ever", async () => {
    const body = JSON.stringify({ id: "8", event: "sku.add", objectId: "1", pushTime: "", payload: {} });
    expect((await post(`/webhooks/customeow/${TOKEN}`, body)).status).toBe(200);
    expect(await statusesOf(`/webhooks/customeow/${"c".repeat(32)}`, "198.51.100.3")).toEqual(
      new Set([404, 429]),
    );
    const answer = await post(`/webhooks/customeow/${TOKEN}`, body, from("198.51.100.3"));
    expect(answer.status).toBe(200);
    const other = await post(`/webhooks/customeow/${"d".repeat(32)}`, body, from("198.51.100.3"));
    expect(other.status).toBe(429);
    expect(Number(other.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

it("takes no more of CustoMeow's for one shop than its SKUs can give rise to", async () => {
  const body = (id: number) =>
    JSON.stringify({ id: String(id), event: "sku.add", objectId: "1", pushTime: "", payload: {} });
  const statuses = new Set<number>();
  for (let id = 1_000; id < 2_500 && !statuses.has(429); id += 50) {
    const some = Array.from({ length: 50 }, (_, more) =>
      post(`/webhooks/customeow/${TOKEN}`, body(id + more)),
    );
    for (const { status } of await Promise.all(some)) statuses.add(status);
  }
  expect([...statuses]).toContain(200);
  expect([...statuses]).toContain(429);
});

it("leaves every other address to others", async () => {
  for (const path of ["/", "/webhooks", "/webhooks/orders", "/webhooks/orders/create/more", "/app"])
    expect((await post(path, "{}", signed("{}"))).status).toBe(418);
});

/** @returns the head of the answer to a body of so many pieces, which is written whether it is read or not */
function postPieces(piece: Buffer, count: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    socket.on("data", (chunk) => (answer += chunk.toString()));
    // A server that has said "too large" closes the connection while more is being written.
    socket.on("error", () => undefined);
    socket.once("close", () => {
      resolve(answer);
    });
    socket.write("POST /webhooks/orders/create HTTP/1.1\r\nhost: app\r\ntransfer-encoding: chunked\r\n\r\n");
    for (let sent = 0; sent < count; sent += 1) {
      socket.write(`${piece.length.toString(16)}\r\n`);
      socket.write(piece);
      socket.write("\r\n");
    }
    socket.write("0\r\n\r\n");
  });
}
