import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { makeAgain } from "../../app/production/makeAgain.ts";
import { startTestWorld, type TestWorld } from "../world/testWorld.ts";
import { deliver, orderBody, settledOrder } from "./orderDeliveries.ts";

let world: TestWorld;

beforeAll(async () => {
  // A start is given up after twice as long as a request may take.
  world = await startTestWorld({ CUSTOMEOW_TIMEOUT_SECONDS: "0.5" });
});
afterEach(() => fetch(`${world.customeowUrl}/sandbox/faults`, { method: "DELETE" }));
afterAll(() => world.close());

/** CustoMeow does what it is asked, and its answer never arrives. */
const loseStarts = (count: number) =>
  world.setFault({ fault: "reset", endpoints: ["create-task"], count, commit: true });

const startsOf = async (customInfoId: string) => {
  const { tasks } = await world.customeowState();
  return tasks.filter((task) => task.customInfoId === customInfoId).length;
};

describe("a production file whose start CustoMeow never answered", () => {
  it("is asked for again by itself, once the first start cannot be under way any more", async () => {
    const design = await world.makeDesign(["Lost once"]);
    await loseStarts(1);
    const body = orderBody([{ design }]);
    await deliver(world, body);

    const order = await settledOrder(world, body);
    expect(order.state).toBe("ready");
    expect(order.timeline.map(({ code }) => code)).toEqual([
      "order_received",
      "order_created",
      "templates_found",
      "start_repeated",
      "production_started",
      "files_ready",
    ]);
    expect(order.lineItems[0]?.tasks).toMatchObject([{ attempt: 2, state: "succeeded" }]);
    expect(await startsOf(design)).toBe(2);
  }, 30_000);

  it("waits for a person after three starts, who may have it made again", async () => {
    const design = await world.makeDesign(["Lost for good"]);
    await loseStarts(3);
    const body = orderBody([{ design }]);
    await deliver(world, body);

    const failed = await settledOrder(world, body);
    expect(failed.lineItems).toMatchObject([{ state: "failed", remedy: "make_again" }]);
    expect(await startsOf(design)).toBe(3);

    await loseStarts(1);
    const task = failed.lineItems[0]?.tasks[0]?.id ?? "";
    expect(await makeAgain(world.services, world.shopId, task)).toEqual({ outcome: "retried" });
    expect((await settledOrder(world, body)).state).toBe("ready");
    expect(await startsOf(design)).toBe(5);
  }, 60_000);
});
