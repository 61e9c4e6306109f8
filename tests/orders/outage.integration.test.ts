import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readBacklog } from "../../app/orders/pages/backlog.ts";
import { eventually, startTestWorld, type TestWorld } from "../world/testWorld.ts";
import { deliver, orderBody, sentOrders, settledOrder } from "./orderDeliveries.ts";

let world: TestWorld;
const quota = { requests: 10_000, windowMilliseconds: 60_000 };

beforeAll(async () => {
  world = await startTestWorld();
});
afterAll(() => world.close());

const requestCount = async () => (await world.customeowState()).requests.length;

it("waits for a CustoMeow that is down without asking all the time, says so, and goes on by itself", async () => {
  const bodies: string[] = [];
  for (let count = 0; count < 10; count += 1)
    bodies.push(orderBody([{ design: await world.makeDesign([`Order ${count}`]) }]));
  await world.setFault({ fault: "outage" });
  for (const body of bodies) await deliver(world, body);

  // Orders are sent as they come in: the outage may be noticed before the last of them is recorded.
  const { pause: outage } = await eventually("the outage is noticed, and all orders wait", async () => {
    const backlog = await readBacklog(world.services.sql, world.shopId, quota);
    return backlog?.pause && backlog.orders === bodies.length ? backlog : null;
  });
  expect(outage?.reason).toBe("unavailable");

  const before = await requestCount();
  await pause(4_000);
  // Ten orders that ask on their own would ask dozens of times.
  expect((await requestCount()) - before).toBeLessThanOrEqual(5);

  await fetch(`${world.customeowUrl}/sandbox/faults`, { method: "DELETE" });
  for (const body of bodies) {
    expect((await settledOrder(world, body)).state).toBe("ready");
    expect(await sentOrders(world, body)).toHaveLength(1);
  }
}, 120_000);
