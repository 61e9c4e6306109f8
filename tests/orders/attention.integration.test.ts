import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { correctDesign } from "../../app/orders/designs/correctDesign.ts";
import { readCounts } from "../../app/counts/keptCounts.ts";
import { countRetryable } from "../../app/orders/pages/orderCounts.ts";
import { requestRetryOfFailed } from "../../app/production/retryFailed.ts";
import { eventually, startTestWorld, type TestWorld } from "../world/testWorld.ts";
import { deliver, orderBody, sentOrders, settledOrder } from "./orderDeliveries.ts";

let world: TestWorld;

beforeAll(async () => {
  world = await startTestWorld();
});
afterEach(() => fetch(`${world.customeowUrl}/sandbox/faults`, { method: "DELETE" }));
afterAll(() => world.close());

const lineOf = (order: Awaited<ReturnType<typeof settledOrder>>, index = 0) => {
  const line = order.lineItems[index];
  if (line === undefined) throw new Error("The order has no such line.");
  return line;
};

describe("an item whose design came wrong with the order", () => {
  it("goes on once the merchant has entered the right design's id", async () => {
    const body = orderBody([{ design: "not an id" }]);
    await deliver(world, body);
    const failed = lineOf(await settledOrder(world, body));
    expect(failed).toMatchObject({ state: "failed", remedy: "enter_design" });

    const design = await world.makeDesign(["Entered by the merchant"]);
    const corrected = await correctDesign(world.services, world.shopId, failed.id, ` ${design} `);
    expect(corrected).toEqual({ outcome: "retried" });
    expect((await settledOrder(world, body)).state).toBe("ready");
    expect((await sentOrders(world, body)).map(({ lineItems }) => lineItems)).toMatchObject([
      [{ customInfoId: design }],
    ]);
  });

  it("stays as it is where what the merchant entered is no id either", async () => {
    const body = orderBody([{ design: "not an id" }]);
    await deliver(world, body);
    const { id } = lineOf(await settledOrder(world, body));
    for (const given of ["", "0", "abc", "1".repeat(40)])
      expect(await correctDesign(world.services, world.shopId, id, given)).toMatchObject({
        outcome: "not_possible",
      });
    expect(lineOf(await settledOrder(world, body)).state).toBe("failed");
  });

  it("cannot be added to an order that CustoMeow has, and says so", async () => {
    const design = await world.makeDesign(["Sibling"]);
    const body = orderBody([{ design }, { design: "not an id" }]);
    await deliver(world, body);
    const { id, remedy } = lineOf(await settledOrder(world, body), 1);
    expect(remedy).toBe("none");
    const corrected = await correctDesign(world.services, world.shopId, id, design);
    expect(corrected).toMatchObject({ outcome: "not_possible" });
    expect(await sentOrders(world, body)).toHaveLength(1);
  });
});

describe("everything that failed", () => {
  it("is tried again together at the merchant's word, whatever it failed at", async () => {
    await world.setFault({ fault: "business-error", endpoints: ["create-order"], count: 3 });
    const refused = orderBody([{ design: await world.makeDesign(["Refused at first"]) }]);
    await deliver(world, refused);
    expect((await settledOrder(world, refused)).state).toBe("failed");
    const unmade = orderBody([{ design: await world.makeDesign(["FAIL at first"]) }]);
    await deliver(world, unmade);
    expect((await settledOrder(world, unmade)).state).toBe("failed");
    expect(countRetryable(await readCounts(world.services.sql, world.shopId))).toBe(2);

    await requestRetryOfFailed(world.services, world.shopId);
    await eventually("both are ready", async () => {
      const orders = [await settledOrder(world, refused), await settledOrder(world, unmade)];
      return orders.every(({ state }) => state === "ready") ? orders : null;
    });
    expect(await sentOrders(world, refused)).toHaveLength(1);
    expect(countRetryable(await readCounts(world.services.sql, world.shopId))).toBe(0);
  });
});
