import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { retryOrder } from "../../app/orders/send/retryOrder.ts";
import { startTestWorld, type TestWorld } from "../world/testWorld.ts";
import { deliver, orderBody, sentOrders, settledOrder } from "./orderDeliveries.ts";

let world: TestWorld;

beforeAll(async () => {
  // Pauses are as long as a request may take.
  world = await startTestWorld({ CUSTOMEOW_TIMEOUT_SECONDS: "0.5" });
});
afterEach(() => fetch(`${world.customeowUrl}/sandbox/faults`, { method: "DELETE" }));
afterAll(() => world.close());

const BUSY = { fault: "business-error", code: 70_001, message: "System busy" };

async function order(text: string): Promise<string> {
  const body = orderBody([{ design: await world.makeDesign([text]) }]);
  await deliver(world, body);
  return body;
}

describe("a code that nobody knows, with HTTP 200, in answer to an order", () => {
  it("is no refusal: the order is sent again by itself, and its history tells why", async () => {
    await world.setFault({ ...BUSY, endpoints: ["create-order"], count: 2 });
    const body = await order("Busy twice");
    const settled = await settledOrder(world, body);
    expect(settled.state).toBe("ready");
    expect(settled.timeline.map(({ code }) => code)).toContain("order_not_taken_yet");
    expect(await sentOrders(world, body)).toHaveLength(1);
  }, 40_000);

  it("may hide that the order was taken, so it is looked up and not sent twice", async () => {
    await world.setFault({ ...BUSY, endpoints: ["create-order"], count: 1, commit: true });
    const body = await order("Taken all the same");
    expect((await settledOrder(world, body)).state).toBe("ready");
    expect(await sentOrders(world, body)).toHaveLength(1);
  }, 40_000);

  it("is looked up even where that takes several tries", async () => {
    await world.setFault({ ...BUSY, endpoints: ["create-order"], count: 1, commit: true });
    await world.setFault({ fault: "html-502", endpoints: ["order-info"], count: 2 });
    const body = await order("Looked up late");
    expect((await settledOrder(world, body)).state).toBe("ready");
    expect(await sentOrders(world, body)).toHaveLength(1);
  }, 60_000);

  it("counts as a refusal when it stays so, with CustoMeow's words, and can be retried", async () => {
    await world.setFault({ ...BUSY, endpoints: ["create-order"], count: 3 });
    const body = await order("Busy for long");
    const refused = await settledOrder(world, body);
    expect(refused.lineItems).toMatchObject([{ state: "failed", remedy: "retry_order" }]);
    expect(refused.lineItems[0]?.failureReason).toContain("System busy");

    await world.setFault({ ...BUSY, endpoints: ["create-order"], count: 2 });
    expect(await retryOrder(world.services, world.shopId, refused.id)).toEqual({ outcome: "retried" });
    expect((await settledOrder(world, body)).state).toBe("ready");
    expect(await sentOrders(world, body)).toHaveLength(1);
  }, 60_000);
});

describe("an answer that is none, on the way to a production file", () => {
  it.each([
    ["codes that nobody knows", BUSY, ["templates", "create-task", "task"]],
    ["garbage", { fault: "garbage" }, ["templates", "task"]],
    ["other types than are documented", { fault: "wrong-types" }, ["task"]],
  ])(
    "costs only time: %s",
    async (_, fault, endpoints) => {
      for (const endpoint of endpoints) await world.setFault({ ...fault, endpoints: [endpoint], count: 2 });
      const settled = await settledOrder(world, await order(fault.fault));
      expect(settled.state).toBe("ready");
    },
    60_000,
  );

  it.each([
    ["templates", "retry_line"],
    ["create-task", "make_again"],
    ["task", "make_again"],
  ])(
    "counts when it stays so (%s), with CustoMeow's words",
    async (endpoint, remedy) => {
      await world.setFault({ ...BUSY, endpoints: [endpoint], count: 3 });
      const settled = await settledOrder(world, await order(`${endpoint} for long`));
      expect(settled.lineItems).toMatchObject([{ state: "failed", remedy }]);
      expect(settled.lineItems[0]?.failureReason).toContain("System busy");
    },
    40_000,
  );
});
