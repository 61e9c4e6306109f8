import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findDesignsNow } from "../../app/orders/designs/findDesigns.ts";
import { createJobHandlers } from "../../app/process/jobHandlers.ts";
import { deliver, orderBody, platformOrderIdOf, settledOrder } from "../orders/orderDeliveries.ts";
import { eventually, startTestWorld, type TestWorld } from "../world/testWorld.ts";

let world: TestWorld;
let handlers: ReturnType<typeof createJobHandlers>;

beforeAll(async () => {
  world = await startTestWorld();
  handlers = createJobHandlers(world.services);
  // Sweeps are begun by these tests, not by the clock.
  await world.services.sql.rows(sql`DELETE FROM pgboss.schedule`);
});
afterAll(() => world.close());

const sweep = () => handlers["sweep-designs"]({ shopId: world.shopId }, world.services.log);
const startSweeps = () => handlers["start-design-sweeps"]({}, world.services.log);

/** An order without a design, which CustoMeow has; its webhook of the design never comes. */
async function awaitingOrder(): Promise<string> {
  const body = orderBody([{}]);
  await deliver(world, body);
  await eventually("the line waits in CustoMeow", () =>
    world.services.database.order.findFirst({
      where: {
        platformOrderId: platformOrderIdOf(body),
        submission: "created",
        state: "awaiting_customization",
      },
    }),
  );
  return body;
}

async function makeDesignOf(body: string): Promise<void> {
  const answer = await fetch(`${world.customeowUrl}/sandbox/orders/${platformOrderIdOf(body)}/complete`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ texts: ["Late"] }),
  });
  expect(answer.status).toBe(200);
}

/** As if so many minutes had passed since CustoMeow was last asked about the orders. */
const pass = (minutes: number, placedDaysAgo = 0) =>
  world.services.sql.rows(sql`
    UPDATE "Order" SET
      "recordedAt" = "recordedAt" - ${minutes}::int * interval '1 minute',
      "designsReadAt" = "designsReadAt" - ${minutes}::int * interval '1 minute',
      "placedAt" = now() - ${placedDaysAgo}::int * interval '1 day'
    WHERE "state" = 'awaiting_customization'`);

/** How often CustoMeow was asked for something while this was done. */
async function callsOf(endpoint: string, done: () => Promise<unknown>): Promise<number> {
  const count = async () =>
    (await world.customeowState()).requests.filter((request) => request.endpoint === endpoint).length;
  const before = await count();
  await done();
  return (await count()) - before;
}

const stateOf = async (body: string) =>
  (await world.services.database.order.findFirst({ where: { platformOrderId: platformOrderIdOf(body) } }))
    ?.state;

describe("a design that was made, and of which no webhook told", () => {
  it("is found by the sweep half an hour later, and produced", async () => {
    const body = await awaitingOrder();
    await makeDesignOf(body);
    await pass(31);
    await startSweeps();
    expect((await settledOrder(world, body)).state).toBe("ready");
  });

  it("is looked for again after half an hour, and not before", async () => {
    const body = await awaitingOrder();
    await pass(31);
    expect(await callsOf("order-info", sweep)).toBe(1);
    await makeDesignOf(body);
    await pass(29);
    expect(await callsOf("order-info", sweep)).toBe(0);
    await pass(2);
    await sweep();
    expect((await settledOrder(world, body)).state).toBe("ready");
  });

  it("is looked for once a day where the order is old", async () => {
    const body = await awaitingOrder();
    await makeDesignOf(body);
    await pass(23 * 60, 40);
    expect(await callsOf("order-info", sweep)).toBe(0);
    await pass(61, 40);
    await sweep();
    expect((await settledOrder(world, body)).state).toBe("ready");
  });

  it("is found in CustoMeow's list where many orders wait, at the price of one request", async () => {
    const bodies = [];
    for (let order = 0; order < 7; order += 1) bodies.push(await awaitingOrder());
    const [first = "", ...others] = bodies;
    await makeDesignOf(first);
    await pass(31);
    let listings = 0;
    const lookUps = await callsOf("order-info", async () => {
      listings = await callsOf("order-list", sweep);
    });
    expect({ listings, lookUps }).toEqual({ listings: 1, lookUps: 0 });
    expect((await settledOrder(world, first)).state).toBe("ready");
    for (const body of others) {
      expect(await stateOf(body)).toBe("awaiting_customization");
      await makeDesignOf(body);
    }
    await pass(31);
    await sweep();
    for (const body of others) expect((await settledOrder(world, body)).state).toBe("ready");
  });

  it("is noticed by whoever reads the order for another reason", async () => {
    const body = await awaitingOrder();
    await makeDesignOf(body);
    await pass(61);
    await world.services.sql.rows(sql`
      UPDATE "Order" SET "attemptedAt" = "attemptedAt" - interval '2 hours', "confirmedAt" = NULL
      WHERE "platformOrderId" = ${platformOrderIdOf(body)}`);
    await world.services.sql.rows(sql`
      UPDATE "CustomeowConnection" SET "connectedAt" = "connectedAt" - interval '1 day'`);
    await handlers["confirm-orders"]({ shopId: world.shopId }, world.services.log);
    expect((await settledOrder(world, body)).state).toBe("ready");
  });

  it("is found at a person's word, who is told where there is none yet", async () => {
    const body = await awaitingOrder();
    const { id: orderId } = await world.services.database.order.findFirstOrThrow({
      where: { platformOrderId: platformOrderIdOf(body) },
    });
    const reference = { shopId: world.shopId, orderId };
    expect(await findDesignsNow(world.services, reference)).toEqual({
      outcome: "not_found",
      reason: { code: "no_design_yet", parameters: {} },
    });
    await makeDesignOf(body);
    expect(await findDesignsNow(world.services, reference)).toEqual({ outcome: "found", items: 1 });
    expect((await settledOrder(world, body)).state).toBe("ready");
    expect(await findDesignsNow(world.services, reference)).toEqual({
      outcome: "not_found",
      reason: { code: "no_design_awaited", parameters: {} },
    });
  });

  it("is looked for later where CustoMeow does not answer the person who asks", async () => {
    const body = await awaitingOrder();
    const { id: orderId } = await world.services.database.order.findFirstOrThrow({
      where: { platformOrderId: platformOrderIdOf(body) },
    });
    await makeDesignOf(body);
    await world.setFault({ fault: "status", endpoints: ["order-info"], status: 503, count: 1 });
    expect(await findDesignsNow(world.services, { shopId: world.shopId, orderId })).toMatchObject({
      outcome: "not_found",
      reason: { code: "customeow_unavailable" },
    });
    expect((await settledOrder(world, body)).state).toBe("ready");
  });
});
