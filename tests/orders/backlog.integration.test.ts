import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestWorld, type TestWorld } from "../world/testWorld.ts";
import { deliver, orderBody, sentOrders, settledOrder } from "./orderDeliveries.ts";

const ORDERS = 40;
const QUOTA = { requests: 30, windowSeconds: 5 };
/** Create, list, start, one question. */
const LEAST_REQUESTS_OF_AN_ORDER = 4;
let world: TestWorld;

beforeAll(async () => {
  world = await startTestWorld(
    {
      CUSTOMEOW_QUOTA_REQUESTS: String(QUOTA.requests),
      CUSTOMEOW_QUOTA_WINDOW_SECONDS: String(QUOTA.windowSeconds),
    },
    { quota: QUOTA, taskSeconds: { least: 0.2, most: 6 } },
  );
});
afterAll(() => world.close());

it("sends a flash sale's orders within the quota as CustoMeow counts it, with hardly a request too many", async () => {
  const bodies: string[] = [];
  for (let count = 0; count < ORDERS; count += 1)
    bodies.push(orderBody([{ design: await world.makeDesign([`Order ${count}`]) }]));
  const before = (await world.customeowState()).requests.length;

  await Promise.all(bodies.map((body) => deliver(world, body)));
  for (const body of bodies) {
    expect((await settledOrder(world, body)).state).toBe("ready");
    expect(await sentOrders(world, body)).toHaveLength(1);
  }

  const { requests, quota } = await world.customeowState();
  expect(quota[world.account.apiKey]).toMatchObject({ limit: QUOTA.requests, violations: 0 });
  expect((requests.length - before) / ORDERS).toBeLessThanOrEqual(1.15 * LEAST_REQUESTS_OF_AN_ORDER);
}, 120_000);
