import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, it } from "vitest";
import { welcomeShop } from "../../app/connection/welcomeShop.ts";
import { deliver, orderBody, sentOrders, settledOrder } from "../orders/orderDeliveries.ts";
import { eventually, startTestWorld, type TestWorld } from "../world/testWorld.ts";

let world: TestWorld;

beforeAll(async () => {
  world = await startTestWorld();
});
afterAll(() => world.close());

const remove = () =>
  world.services.database.shop.update({ where: { id: world.shopId }, data: { uninstalledAt: new Date() } });
const comeBack = () => welcomeShop(world.services, world.shop.domain, "read_orders,write_products");
const requests = async () => (await world.customeowState()).requests.length;
const pauseFor = (seconds: number) =>
  world.services.sql.rows(sql`
    UPDATE "QuotaKeyState" SET "pausedUntil" = now() + ${seconds}::int * interval '1 second', "pauseReason" = 'too_many'`);
const nothingIsDoneAnyMore = () =>
  eventually("nothing is to be done any more", async () => {
    const waiting = await world.services.sql.rows(sql`
      SELECT FROM pgboss.job WHERE state IN ('created', 'retry', 'active') AND data->>'job' IN
        ('process-delivery', 'create-order', 'list-templates', 'start-composite-task', 'check-composite-task')`);
    return waiting.length === 0 ? true : null;
  });

it("sends nothing of a shop that removed the app, and goes on where it comes back", async () => {
  const body = orderBody([{ design: await world.makeDesign(["Waiting"]) }]);
  await remove();
  const before = await requests();
  await deliver(world, body);
  await nothingIsDoneAnyMore();
  expect(await requests()).toBe(before);

  await comeBack();
  // What came while the app was not there is told again by Shopify, or found when its orders are read.
  await deliver(world, body.replace('"cancelled_at"', '"updated_at":"2027-01-01T00:00:00Z","cancelled_at"'));
  expect((await settledOrder(world, body)).state).toBe("ready");
  expect(await sentOrders(world, body)).toHaveLength(1);
});

it("sends nothing that waited for its turn when the app was removed", async () => {
  const designs = [await world.makeDesign(["One"]), await world.makeDesign(["Two"])];
  const bodies = designs.map((design) => orderBody([{ design }]));
  // CustoMeow asked for a pause: requests wait in line for its end.
  await pauseFor(5);
  for (const body of bodies) await deliver(world, body);
  await eventually("their orders wait for a turn", async () => {
    const [active] = await world.services.sql.rows<{ count: number }>(sql`
      SELECT count(*)::int AS count FROM pgboss.job
      WHERE state = 'active' AND data->>'job' = 'create-order' AND started_on < now() - interval '1.5 seconds'`);
    return active?.count === bodies.length ? true : null;
  });
  await remove();
  const before = await requests();
  await pauseFor(-1);
  await nothingIsDoneAnyMore();
  expect(await requests()).toBe(before);

  await comeBack();
  for (const body of bodies) expect((await settledOrder(world, body)).state).toBe("ready");
});
