import { randomUUID } from "node:crypto";
import sql from "sql-template-tag";
import type { PgBoss } from "pg-boss";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { startBoss } from "../jobs/boss.ts";
import { createJobQueue } from "../jobs/queue.ts";
import { createLog } from "../log/log.ts";
import type { Delivery } from "./delivery.ts";
import { type Inbox, openInbox } from "./inbox.ts";

let test: TestDatabase;
let boss: PgBoss;
/** Two, as two processes have them. */
let inboxes: [Inbox, Inbox];

beforeAll(async () => {
  test = await testDatabase();
  boss = await startBoss(test.pool, "test", createLog("silent"));
  const open = () => openInbox({ sql: test.sql, jobs: createJobQueue(boss) });
  inboxes = await Promise.all([open(), open()]);
});
afterAll(async () => {
  await boss.stop({ graceful: false });
  await test.close();
});
beforeEach(async () => {
  await test.sql.rows(sql`DELETE FROM pgboss.job`);
  await test.database.webhookDelivery.deleteMany();
});

const delivery = (changes: Partial<Delivery> = {}): Delivery => ({
  source: "shopify",
  shopDomain: "example.myshopify.com",
  topic: "orders/create",
  webhookId: randomUUID(),
  triggeredAt: new Date("2026-11-04T13:34:46.123Z"),
  body: '{"id":9007199254740993123,"name":"#1001 – Zoë 👋","note":"a\\\\u0000b"}',
  ...changes,
});

/** Every stored delivery with the jobs that will work on it. */
const stored = () =>
  test.sql.rows<{ webhookId: string; jobs: string }>(sql`
    SELECT "webhookId", count(job.id) AS jobs
    FROM "WebhookDelivery" AS delivery
    FULL JOIN pgboss.job ON job.data->'payload'->>'deliveryId' = delivery.id::text
    GROUP BY "webhookId"`);
const once = (deliveries: Delivery[]) =>
  [...new Set(deliveries.map(({ webhookId }) => webhookId))].map((webhookId) => ({ webhookId, jobs: "1" }));

it("stores a delivery as it came, with the job that works on it", async () => {
  const given = delivery();
  const received = await inboxes[0].receive(given);
  if (received.outcome !== "stored") throw new Error(received.outcome);
  const { source, shopDomain, topic, webhookId, triggeredAt, body } = given;
  expect(
    await test.database.webhookDelivery.findUnique({ where: { id: received.deliveryId } }),
  ).toMatchObject({
    source,
    shopDomain,
    topic,
    webhookId,
    triggeredAt,
    body,
    state: "received",
    outcome: null,
  });
  const [job] = await boss.fetch("shop", { includeMetadata: true });
  expect(job).toMatchObject({
    data: { job: "process-delivery", payload: { deliveryId: received.deliveryId, shopDomain } },
    groupId: shopDomain,
    priority: 30,
  });
});

it("stores a hundred that come at once, each with its job", async () => {
  const all = Array.from({ length: 100 }, () => delivery());
  const received = await Promise.all(all.map((one) => inboxes[0].receive(one)));
  expect(received.map(({ outcome }) => outcome)).toEqual(all.map(() => "stored"));
  expect(await stored()).toEqual(expect.arrayContaining(once(all)));
  expect(await stored()).toHaveLength(100);
});

it("keeps of a customer's data only the ids of the orders", async () => {
  const body = JSON.stringify({ customer: { email: "olivia@example.com" }, orders_to_redact: [1, "2"] });
  await inboxes[0].receive(delivery({ topic: "customers/redact", body }));
  const [kept] = await test.database.webhookDelivery.findMany();
  expect(kept?.body).toBe('{"orders_to_redact":["1","2"]}');
});

it.each([new Date(Number.NaN), new Date("+275760-09-13"), new Date("-000001-01-01")])(
  "takes %s for no time at all",
  async (triggeredAt) => {
    expect(await inboxes[0].receive(delivery({ triggeredAt }))).toMatchObject({ outcome: "stored" });
    expect(await test.database.webhookDelivery.findFirst()).toMatchObject({ triggeredAt: null });
  },
);

describe("the same delivery again", () => {
  it("is a duplicate, and is given no second job", async () => {
    const given = delivery();
    expect(await inboxes[0].receive(given)).toMatchObject({ outcome: "stored" });
    expect(await inboxes[1].receive(given)).toEqual({ outcome: "duplicate" });
    expect(await stored()).toEqual(once([given]));
  });

  it("is a duplicate in the same commit too", async () => {
    const given = delivery();
    const received = await Promise.all([given, given, given].map((one) => inboxes[0].receive(one)));
    expect(received.map(({ outcome }) => outcome).toSorted()).toEqual(["duplicate", "duplicate", "stored"]);
    expect(await stored()).toEqual(once([given]));
  });

  it("is stored once, however many commits of however many processes hold it at the same time", async () => {
    const different = Array.from({ length: 40 }, () => delivery());
    const shuffled = Array.from({ length: 12 }, () => different.toSorted(() => Math.random() - 0.5));
    const received = await Promise.all(
      shuffled.flatMap((all, index) => all.map((one) => inboxes[index % 2 === 0 ? 0 : 1].receive(one))),
    );
    expect(received.filter(({ outcome }) => outcome === "stored")).toHaveLength(40);
    expect(received.filter(({ outcome }) => outcome === "duplicate")).toHaveLength(11 * 40);
    expect((await stored()).toSorted(byId)).toEqual(once(different).toSorted(byId));
  });

  it.each([
    { source: "customeow" as const },
    { shopDomain: "other.myshopify.com" },
    { topic: "orders/updated" },
  ])("is another delivery with %o", async (change) => {
    const given = delivery();
    const received = await Promise.all(
      [given, { ...given, ...change }].map((one) => inboxes[0].receive(one)),
    );
    expect(received.map(({ outcome }) => outcome)).toEqual(["stored", "stored"]);
  });
});

const byId = (a: { webhookId: string }, b: { webhookId: string }) => (a.webhookId < b.webhookId ? -1 : 1);

describe("a delivery that Postgres does not take", () => {
  it.each([
    ["a NUL", { body: "a\u0000b" }],
    ["half a character", { body: "a\uD83D" }],
    [
      "an id that is too long for the index",
      { webhookId: Array.from({ length: 200 }, () => randomUUID()).join() },
    ],
  ])("because of %s fails alone, and the others of its commit are stored", async (_, fault) => {
    const good = Array.from({ length: 20 }, () => delivery());
    const bad = delivery(fault);
    const all = good.toSpliced(7, 0, bad);
    const received = await Promise.allSettled(all.map((one) => inboxes[0].receive(one)));
    expect(received.map(({ status }) => status)).toEqual(
      all.map((one) => (one === bad ? "rejected" : "fulfilled")),
    );
    expect((await stored()).toSorted(byId)).toEqual(once(good).toSorted(byId));
  });
});

it("says that it is full while the database does not come to an end, and stores what it took once it does", async () => {
  const limits = { commits: 1, itemsOfACommit: 1, waitingItems: 2 };
  const inbox = await openInbox({ sql: test.sql, jobs: createJobQueue(boss) }, limits);
  const taken = Array.from({ length: 3 }, () => delivery());
  let underWay: Promise<unknown>[] = [];
  await test.sql.transaction(async (locked) => {
    await locked.rows(sql`LOCK TABLE "WebhookDelivery" IN EXCLUSIVE MODE`);
    const [first, ...others] = taken;
    if (first === undefined) throw new Error("There is none.");
    underWay = [inbox.receive(first)];
    await eventuallyWaiting();
    underWay.push(...others.map((one) => inbox.receive(one)));
    expect(await inbox.receive(delivery())).toEqual({ outcome: "full" });
  });
  await Promise.all(underWay);
  expect((await stored()).toSorted(byId)).toEqual(once(taken).toSorted(byId));
});

/** Until Postgres has a statement that waits for a lock. */
async function eventuallyWaiting(): Promise<void> {
  for (;;) {
    const [row] = await test.sql.rows<{ waiting: boolean }>(sql`
      SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = '"WebhookDelivery"'::regclass) AS waiting`);
    if (row?.waiting) return;
  }
}
