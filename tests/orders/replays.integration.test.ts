import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually, startTestWorld, type TestWorld } from "../world/testWorld.ts";
import { orderBody, platformOrderIdOf, settledOrder } from "./orderDeliveries.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await startTestWorld();
}, 60_000);
afterAll(() => world.close());

async function receive(topic: string, body: string, triggeredAt: Date): Promise<void> {
  await world.services.inbox.receive({
    source: "shopify",
    shopDomain: world.shop.domain,
    topic,
    webhookId: randomUUID(),
    triggeredAt,
    body,
  });
}

async function untilProcessed(): Promise<void> {
  const { webhookDelivery } = world.services.database;
  await eventually("every delivery is processed", async () =>
    (await webhookDelivery.count({ where: { state: "received" } })) === 0 ? true : null,
  );
}

async function everything() {
  const { database } = world.services;
  const orderBy = { id: "asc" } as const;
  return {
    orders: await database.order.findMany({ orderBy }),
    lines: await database.lineItem.findMany({ orderBy }),
    tasks: await database.compositeTask.findMany({ orderBy }),
    files: await database.productionFile.findMany({ orderBy }),
    history: await database.timelineEntry.findMany({ orderBy }),
    designs: await database.design.findMany(),
    runs: await database.bulkRun.findMany({ orderBy }),
    atCustomeow: (await world.customeowState()).orders,
  };
}

it("changes nothing that an old delivery comes again under another id, however new it is said to be", async () => {
  const redacted = orderBody([{ design: await world.makeDesign(["For Mia"]) }]);
  const cancelled = orderBody([{ design: await world.makeDesign(["For Ben"]) }]);
  const cancellation = JSON.stringify({
    ...(JSON.parse(cancelled) as object),
    updated_at: "2026-11-05T08:34:46-05:00",
    cancelled_at: "2026-11-05T08:34:46-05:00",
  });
  const deliveries: [string, string][] = [
    ["orders/create", redacted],
    ["orders/create", cancelled],
    ["orders/updated", redacted],
    ["orders/cancelled", cancellation],
    [
      "customers/redact",
      JSON.stringify({
        shop_domain: world.shop.domain,
        orders_to_redact: [Number(platformOrderIdOf(redacted))],
      }),
    ],
  ];
  for (const [topic, body] of deliveries) {
    await receive(topic, body, new Date());
    await untilProcessed();
    if (topic === "orders/create") await settledOrder(world, body);
  }

  const before = await everything();
  expect(before.orders).toHaveLength(2);
  for (const [topic, body] of [...deliveries, ...deliveries.toReversed()])
    for (const hours of [0, 1, -24]) await receive(topic, body, new Date(Date.now() - hours * 3_600_000));
  await untilProcessed();
  expect(await everything()).toEqual(before);
});
