import { afterAll, beforeAll, expect, it } from "vitest";
import { connectStore, disconnectStore } from "../../app/connection/connect.ts";
import { cancelOrder } from "../../sandbox/shopify/shop/changeOrder.ts";
import { placeOrder } from "../../sandbox/shopify/shop/placeOrder.ts";
import { orderPayload } from "../../sandbox/shopify/webhooks/orderPayload.ts";
import { eventually, startTestWorld, type TestWorld } from "../world/testWorld.ts";
import { deliver, settledOrder, sentOrders } from "./orderDeliveries.ts";

let world: TestWorld;

beforeAll(async () => {
  world = await startTestWorld();
});
afterAll(() => world.close());

it("does not send an order that Shopify has cancelled while it waited, although no webhook said so", async () => {
  const { database } = world.services;
  await disconnectStore(world.services, world.shopId);
  const design = await world.makeDesign(["Cancelled in silence"]);
  const order = placeOrder(world.shop, {
    lines: [{ sku: "MUG-WHITE-11", quantity: 1, properties: [{ name: "_customInfoId", value: design }] }],
    customer: { firstName: "Olivia", lastName: "Martin", email: "olivia@example.com", address: "" },
  });
  const body = JSON.stringify(orderPayload(world.shop, order));
  await deliver(world, body);
  await eventually("the order is recorded", () => database.order.findFirst());

  cancelOrder(order);
  // It waited for some time.
  await database.order.updateMany({ data: { recordedAt: new Date(Date.now() - 60_000) } });
  await connectStore(world.services, world.shopId, world.account);

  expect((await settledOrder(world, body)).state).toBe("cancelled");
  expect(await sentOrders(world, body)).toEqual([]);
});
