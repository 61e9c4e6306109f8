import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, startTestWorld, type TestWorld } from "../world/testWorld.ts";
import { deliver, orderBody, platformOrderIdOf, sentOrders, settledOrder } from "./orderDeliveries.ts";

let world: TestWorld;

beforeAll(async () => {
  world = await startTestWorld();
});
afterAll(() => world.close());

async function callsOf(endpoint: string): Promise<number> {
  return (await world.customeowState()).requests.filter((request) => request.endpoint === endpoint).length;
}

const junk = (number: number) => `99${String(number).padStart(16, "0")}`;

describe("an order full of designs that CustoMeow does not know", () => {
  it("costs a call for each of them, once, also where CustoMeow asks for a pause in the middle", async () => {
    const design = await world.makeDesign(["Right"]);
    const ids = Array.from({ length: 25 }, (_, number) => junk(number));
    // Each twice: two pieces of the same junk cost no more than one.
    const body = orderBody([{ design }, ...[...ids, ...ids].map((id) => ({ design: id }))]);
    await world.setFault({ fault: "over-quota", endpoints: ["templates"], count: 1 });
    const before = await callsOf("templates");
    await deliver(world, body);
    const order = await settledOrder(world, body);

    const [right, ...wrong] = order.lineItems;
    expect(right?.state).toBe("ready");
    for (const { state, failureReason } of wrong) {
      expect(state).toBe("failed");
      expect(failureReason).toMatch(/design 99\d{16}/);
    }
    // The call that was answered with "too many"; the right design's, when it is looked at and when it is made.
    expect((await callsOf("templates")) - before).toBeLessThanOrEqual(ids.length + 3);
    expect((await sentOrders(world, body))[0]?.lineItems).toHaveLength(1);
  });
});

describe("hints for one order", () => {
  it("are looked at together, however many come", async () => {
    const body = orderBody([{}]);
    await deliver(world, body);
    await eventually("the line waits in CustoMeow", () =>
      world.services.database.order.findFirst({
        where: {
          platformOrderId: platformOrderIdOf(body),
          state: "awaiting_customization",
          submission: "created",
        },
      }),
    );
    const before = await callsOf("order-info");
    await Promise.all(
      Array.from({ length: 100 }, () =>
        world.services.inbox.receive({
          source: "customeow",
          shopDomain: world.shop.domain,
          topic: "order.completedCustomInfo",
          webhookId: randomUUID(),
          triggeredAt: null,
          body: JSON.stringify({
            id: "1",
            event: "order.completedCustomInfo",
            objectId: "order_1",
            pushTime: "",
            payload: { id: "1", platformOrderId: platformOrderIdOf(body), lineltems: [] },
          }),
        }),
      ),
    );
    await eventually("all were processed", async () =>
      (await world.services.database.webhookDelivery.count({ where: { state: "received" } })) === 0
        ? true
        : null,
    );
    await eventually("CustoMeow was asked", async () =>
      (await callsOf("order-info")) > before ? true : null,
    );
    expect((await callsOf("order-info")) - before).toBe(1);
  });
});
