import { randomUUID } from "node:crypto";
import type { Prisma } from "@prisma/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { forgetDeliveries } from "./forgetDeliveries.ts";

const KNOWN = "known.myshopify.com";
const UNKNOWN = "unknown.myshopify.com";
let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase();
  await test.database.shop.create({ data: { domain: KNOWN } });
});
afterAll(() => test.close());

function delivery(
  shopDomain: string,
  hoursAgo: number,
  state: "received" | "ignored" = "ignored",
): Prisma.WebhookDeliveryCreateManyInput {
  return {
    source: "shopify",
    shopDomain,
    topic: "orders/create",
    webhookId: randomUUID(),
    body: "",
    state,
    receivedAt: new Date(Date.now() - hoursAgo * 3_600_000),
  };
}

async function keptAfter(deliveries: Prisma.WebhookDeliveryCreateManyInput[]): Promise<string[]> {
  await test.database.webhookDelivery.deleteMany();
  await test.database.webhookDelivery.createMany({ data: deliveries });
  await forgetDeliveries(test.database, 30);
  return (await test.database.webhookDelivery.findMany()).map(({ webhookId }) => webhookId);
}

it("keeps a shop's deliveries for thirty days", async () => {
  const young = delivery(KNOWN, 29 * 24);
  expect(await keptAfter([young, delivery(KNOWN, 31 * 24)])).toEqual([young.webhookId]);
});

it("keeps those of a shop that is not known for less than a day, and for as long as Shopify repeats them", async () => {
  const young = delivery(UNKNOWN, 5);
  expect(await keptAfter([young, delivery(UNKNOWN, 20)])).toEqual([young.webhookId]);
});

it("keeps what still waits, however old", async () => {
  const waiting = [delivery(KNOWN, 90 * 24, "received"), delivery(UNKNOWN, 90 * 24, "received")];
  expect((await keptAfter(waiting)).toSorted()).toEqual(waiting.map(({ webhookId }) => webhookId).toSorted());
});

it("comes to an end with many deliveries of many shops", async () => {
  const ofMany = Array.from({ length: 1_200 }, (_, shop) => delivery(`shop-${shop}.myshopify.com`, 20));
  const ofOne = Array.from({ length: 2_500 }, () => delivery(UNKNOWN, 20));
  expect(await keptAfter([...ofMany, ...ofOne])).toEqual([]);
});
