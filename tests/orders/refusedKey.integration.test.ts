import sql from "sql-template-tag";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connectStore } from "../../app/connection/connect.ts";
import { connectionView } from "../../app/connection/connectionPage.ts";
import { readBacklog } from "../../app/orders/pages/backlog.ts";
import { eventually, startTestWorld, type TestWorld } from "../world/testWorld.ts";
import { deliver, orderBody, platformOrderIdOf, sentOrders, settledOrder } from "./orderDeliveries.ts";

let world: TestWorld;

beforeAll(async () => {
  world = await startTestWorld();
});
afterEach(() => fetch(`${world.customeowUrl}/sandbox/faults`, { method: "DELETE" }));
afterAll(() => world.close());

const REFUSED = { fault: "status", status: 401, message: "Unauthorized" };

async function order(text: string): Promise<string> {
  const body = orderBody([{ design: await world.makeDesign([text]) }]);
  await deliver(world, body);
  return body;
}

/** Waits until the order's job was put off to a later moment. */
const untilItWaits = (body: string) =>
  eventually("the order waits", async () => {
    const [waiting] = await world.services.sql.rows(sql`
      SELECT FROM pgboss.job JOIN "Order" AS "order" ON "order"."id"::text = job.data->'payload'->>'orderId'
      WHERE job.data->>'job' = 'create-order' AND job.state = 'created' AND job.start_after > now() + interval '3 seconds'
        AND "order"."platformOrderId" = ${platformOrderIdOf(body)}`);
    return waiting;
  });

/** As if the time had passed for which CustoMeow is left alone. */
async function endPause(): Promise<void> {
  const { sql: connections } = world.services;
  await connections.rows(sql`UPDATE "QuotaKeyState" SET "pausedUntil" = now()`);
  await connections.rows(
    sql`UPDATE pgboss.job SET start_after = now() WHERE state IN ('created', 'retry') AND name IN ('orders', 'production')`,
  );
}

const requests = async () => (await world.customeowState()).requests.length;
const refusedSince = async () => {
  const { services, shopId } = world;
  const view = await connectionView(services.database, shopId);
  return view?.keyRefusedSince ?? null;
};
const shownPause = async () => {
  const quota = { requests: 10_000, windowMilliseconds: 60_000 };
  return (await readBacklog(world.services.sql, world.shopId, quota))?.pause?.reason ?? null;
};

/** CustoMeow refuses the key until that is no slip any more. */
async function untilItStaysRefused(): Promise<void> {
  await eventually("the key counts as refused", async () => {
    await endPause();
    return refusedSince();
  });
}

describe("a key that CustoMeow does not accept", () => {
  it("once, is tried again; nothing newer is sent past it, and the merchant reads nothing of it", async () => {
    await world.setFault({ ...REFUSED, endpoints: ["create-order"], count: 1 });
    const first = await order("First");
    await untilItWaits(first);
    const before = await requests();
    const newer = await order("Newer");
    await untilItWaits(newer);
    expect(await requests()).toBe(before);
    expect([await refusedSince(), await shownPause()]).toEqual([null, null]);

    await endPause();
    for (const body of [first, newer]) expect((await settledOrder(world, body)).state).toBe("ready");
    expect(await refusedSince()).toBeNull();
  }, 60_000);

  it("again and again, is what the merchant is told, until it is accepted and everything goes on", async () => {
    await world.setFault(REFUSED);
    const bodies = [await order("Waits"), await order("Waits too")];
    await untilItStaysRefused();
    await eventually("the list of orders says so", async () =>
      (await shownPause()) === "key_refused" ? true : null,
    );

    await fetch(`${world.customeowUrl}/sandbox/faults`, { method: "DELETE" });
    await endPause();
    for (const body of bodies) {
      expect((await settledOrder(world, body)).state).toBe("ready");
      expect(await sentOrders(world, body)).toHaveLength(1);
    }
    expect(await refusedSince()).toBeNull();
  }, 60_000);

  it("is tried at once when the merchant enters it anew, and what waits goes on at once", async () => {
    await world.setFault(REFUSED);
    const body = await order("Until it is entered");
    await untilItStaysRefused();
    const connect = () => connectStore(world.services, world.shopId, world.account);
    expect(await connect()).toMatchObject({ outcome: "refused", problems: { apiKey: {} } });

    await fetch(`${world.customeowUrl}/sandbox/faults`, { method: "DELETE" });
    expect(await connect()).toMatchObject({ outcome: "connected" });
    expect((await settledOrder(world, body)).state).toBe("ready");
  }, 60_000);
});
