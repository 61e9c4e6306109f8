import { createHmac, randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HttpServer, startHttpServer } from "../../app/http/server.ts";
import { buildPagesIfStale } from "../../sandbox/launch/pages.ts";
import { startTestWorld, type TestWorld, webhookTokenOf } from "../world/testWorld.ts";
import { anyJson, nearly } from "./anyJson.ts";

const CASES = Number(process.env["FUZZ_CASES"] ?? 10_000);
const AT_ONCE = 16;
/** What a client's mistake is answered; anything from 500 is ours. */
const CLIENT_MISTAKES = [400, 401, 404, 405, 413, 429];

let world: TestWorld;
let server: HttpServer;
let url: string;
let webhookToken: string;

beforeAll(async () => {
  await buildPagesIfStale();
  world = await startTestWorld({ PORT: "0" });
  server = await startHttpServer(world.services);
  url = `http://127.0.0.1:${server.port}`;
  webhookToken = await webhookTokenOf(world);
}, 120_000);
afterAll(async () => {
  await server.close();
  await world.close();
});

interface Attempt {
  path: string;
  method: string;
  headers: Record<string, string>;
  body: string;
}

async function send({ path, method, headers, body }: Attempt): Promise<number> {
  const hasBody = method !== "GET" && method !== "HEAD";
  const answer = await fetch(`${url}${path}`, { method, headers, ...(hasBody ? { body } : {}) });
  await answer.arrayBuffer();
  return answer.status;
}

/** Sends all, some at a time. @returns the statuses, in order */
async function sendAll(attempts: Attempt[]): Promise<number[]> {
  const statuses: number[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < attempts.length) {
        const index = next;
        next += 1;
        const attempt = attempts[index];
        if (attempt !== undefined) statuses[index] = await send(attempt);
      }
    }),
  );
  return statuses;
}

const order = {
  id: 6_100_000_000_001,
  name: "#1001",
  created_at: "2026-11-04T08:34:46-05:00",
  updated_at: "2026-11-04T08:34:46-05:00",
  currency: "USD",
  line_items: [
    { id: 1, sku: "NOT-INTEGRATED", quantity: 1, price: "1.00", title: "<img src=x>", properties: [] },
  ],
};
const dataRequest = {
  shop_id: 1,
  shop_domain: "test-shop.myshopify.com",
  customer: { id: 1, email: "sam@example.com" },
  orders_requested: [order.id],
};
const body = fc.oneof(
  { weight: 4, arbitrary: nearly(order).map((value) => JSON.stringify(value)) },
  nearly(dataRequest).map((value) => JSON.stringify(value)),
  anyJson.map((value) => JSON.stringify(value)),
  fc.string({ unit: "binary", maxLength: 200 }),
);
const path = fc.constantFrom(
  "/webhooks/orders/create",
  "/webhooks/orders/updated",
  "/webhooks/orders/cancelled",
  "/webhooks/app/scopes_update",
  "/webhooks/compliance",
);
const topics: Record<string, string> = {
  "/webhooks/orders/create": "orders/create",
  "/webhooks/orders/updated": "orders/updated",
  "/webhooks/orders/cancelled": "orders/cancelled",
  "/webhooks/app/scopes_update": "app/scopes_update",
  "/webhooks/compliance": "customers/data_request",
};

/** As Shopify sends it, or with its signature, a header or its method spoilt. */
const shopifyAttempt = fc
  .record({
    path,
    body,
    spoil: fc.constantFrom("nothing", "signature", "no signature", "header", "method", "type"),
    header: fc.constantFrom("x-shopify-topic", "x-shopify-shop-domain", "x-shopify-webhook-id"),
    method: fc.constantFrom("GET", "PUT", "DELETE", "PATCH"),
  })
  .map(({ path: at, body: text, spoil, header, method }) => {
    const headers: Record<string, string> = {
      "content-type": spoil === "type" ? "text/plain" : "application/json",
      "x-shopify-hmac-sha256": createHmac("sha256", "client-secret").update(text).digest("base64"),
      "x-shopify-topic": topics[at] ?? "",
      "x-shopify-shop-domain": "test-shop.myshopify.com",
      "x-shopify-webhook-id": randomUUID(),
      "x-shopify-api-version": "2026-10",
    };
    if (spoil === "signature") headers["x-shopify-hmac-sha256"] = "bm90IGl0";
    if (spoil === "no signature") delete headers["x-shopify-hmac-sha256"];
    if (spoil === "header") headers[header] = "";
    return { path: at, method: spoil === "method" ? method : "POST", headers, body: text };
  });

describe("Shopify's webhook endpoints", () => {
  it("answer every mistake of a client's as one, and store exactly what they acknowledge", async () => {
    const attempts = fc.sample(shopifyAttempt, { numRuns: Math.ceil(CASES / 2), seed: 1 });
    const statuses = await sendAll(attempts);
    const idsOf = (acknowledged: boolean) =>
      attempts
        .filter((_, index) => (statuses[index] === 200) === acknowledged)
        .map(({ headers }) => headers["x-shopify-webhook-id"] ?? "");
    expect(statuses.filter((status) => status !== 200 && !CLIENT_MISTAKES.includes(status))).toEqual([]);

    const { webhookDelivery } = world.services.database;
    const stored = new Set((await webhookDelivery.findMany()).map(({ webhookId }) => webhookId));
    expect(idsOf(true).filter((id) => !stored.has(id))).toEqual([]);
    expect(idsOf(false).filter((id) => id !== "" && stored.has(id))).toEqual([]);
    expect(idsOf(true).length).toBeGreaterThan(CASES / 10);
  }, 180_000);

  it("refuse a body of ten megabytes, and go on", async () => {
    const text = JSON.stringify({ ...order, note: "x".repeat(10_000_000) });
    const [signed] = fc.sample(shopifyAttempt, { numRuns: 1, seed: 2 });
    if (signed === undefined) throw new Error("There is no attempt.");
    const hmac = createHmac("sha256", "client-secret").update(text).digest("base64");
    const headers = { ...signed.headers, "x-shopify-hmac-sha256": hmac };
    expect(await send({ path: "/webhooks/orders/create", method: "POST", headers, body: text })).toBe(413);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });
});

const customeowAttempt = fc.record({
  body: fc.oneof(
    nearly({
      id: "1",
      event: "SKu.delete",
      objectId: "task_1",
      payload: { store: { id: "1" }, skus: [] },
    }).map((value) => JSON.stringify(value)),
    body,
  ),
  token: fc.oneof(
    fc.constant("right"),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
    fc.constant("x".repeat(32)),
  ),
  method: fc.oneof({ weight: 9, arbitrary: fc.constant("POST") }, fc.constantFrom("GET", "PUT", "DELETE")),
});

describe("CustoMeow's webhook address", () => {
  it("answers every mistake of a client's as one, and stores nothing without the right token", async () => {
    const { database } = world.services;
    const ofCustomeow = { where: { source: "customeow" as const } };
    const attempts = fc.sample(customeowAttempt, { numRuns: Math.ceil(CASES / 2), seed: 3 });
    const toAttempt = (token: string, { method, body: text }: (typeof attempts)[number]): Attempt => ({
      path: `/webhooks/customeow/${encodeURIComponent(token)}`,
      method,
      headers: { "content-type": "application/json" },
      body: text,
    });
    const wrong = attempts.filter(({ token }) => token !== "right");
    const refused = await sendAll(wrong.map((attempt) => toAttempt(attempt.token, attempt)));
    expect(refused.filter((status) => !CLIENT_MISTAKES.includes(status))).toEqual([]);
    expect(await database.webhookDelivery.count(ofCustomeow)).toBe(0);

    const right = attempts.filter(({ token }) => token === "right");
    const answered = await sendAll(right.map((attempt) => toAttempt(webhookToken, attempt)));
    expect(answered.filter((status) => status !== 200 && !CLIENT_MISTAKES.includes(status))).toEqual([]);
    expect(answered).toContain(200);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  }, 180_000);
});
