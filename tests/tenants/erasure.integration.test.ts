import { Prisma } from "@prisma/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { PgBoss } from "pg-boss";
import { createLog } from "../../app/log/log.ts";
import { startBoss } from "../../app/jobs/boss.ts";
import { createJobQueue, type JobQueue } from "../../app/jobs/queue.ts";
import { eraseShopHandler } from "../../app/shops/eraseShop.ts";
import { tableSteps } from "../../app/shops/erasureSteps.ts";
import { requestErasure } from "../../app/shops/requestErasure.ts";
import { installShop } from "../../app/shops/shop.ts";
import { noRuns, workOffRuns } from "../bulk/workOff.ts";
import { type TestDatabase, testDatabase } from "../postgres/testDatabase.ts";
import { type FilledShop, fillShop } from "./fillShop.ts";
import { rowsOf, tables } from "./rowsOf.ts";

let test: TestDatabase;
let boss: PgBoss;
let jobs: JobQueue;

beforeAll(async () => {
  test = await testDatabase();
  boss = await startBoss(test.pool, "test", createLog("silent"));
  jobs = createJobQueue(boss);
});
afterAll(async () => {
  await boss.stop({ graceful: false });
  await test.close();
});

async function erase({ shopId }: FilledShop): Promise<void> {
  const { database, sql } = test;
  await database.shop.update({ where: { id: shopId }, data: { uninstalledAt: new Date() } });
  await database.$transaction((rows) => requestErasure(rows, jobs, shopId, new Date()));
  const handlers = { ...noRuns, "erase-shop": eraseShopHandler({ sql, jobs }) };
  await workOffRuns({ sql, jobs }, handlers, shopId);
}

it("leaves no row of the shop in any table, and every row of another as it was", async () => {
  const { database } = test;
  const leaving = await fillShop({ database, jobs }, "leavingshop");
  const staying = await fillShop({ database, jobs }, "stayingshop");
  // A table that is added must be filled here too, or nobody knows whether it is erased.
  expect(Object.keys(await rowsOf(database, leaving)).toSorted()).toEqual(tables.toSorted());
  const before = await rowsOf(database, staying);

  await erase(leaving);
  expect(await rowsOf(database, leaving)).toEqual({});
  expect(await rowsOf(database, staying)).toEqual(before);
});

it("leaves alone what the shop began anew under its domain while it was erased", async () => {
  const { database, sql } = test;
  const leaving = await fillShop({ database, jobs }, "returningshop");
  await database.shop.update({ where: { id: leaving.shopId }, data: { uninstalledAt: new Date() } });
  await database.$transaction((rows) => requestErasure(rows, jobs, leaving.shopId, new Date()));

  const { id: shopId } = await installShop(database, leaving.domain, "read_orders");
  expect(shopId).not.toBe(leaving.shopId);
  await database.session.create({
    data: { id: `offline_${leaving.domain}`, shop: leaving.domain, state: "", accessToken: "new" },
  });
  const receivedAt = new Date(Date.now() + 1);
  await database.webhookDelivery.create({
    data: { source: "shopify", shopDomain: leaving.domain, topic: "x", webhookId: "1", body: "", receivedAt },
  });
  const handlers = { ...noRuns, "erase-shop": eraseShopHandler({ sql, jobs }) };
  await workOffRuns({ sql, jobs }, handlers, leaving.shopId);

  expect(await database.shop.findMany({ where: { domain: leaving.domain } })).toMatchObject([{ id: shopId }]);
  expect(await database.session.count({ where: { shop: leaving.domain } })).toBe(1);
  expect(await database.webhookDelivery.count({ where: { shopDomain: leaving.domain } })).toBe(1);
  expect(await database.order.count({ where: { id: leaving.orderId } })).toBe(0);
});

it("deletes in steps every table that grows with a shop", () => {
  const deletedInSteps = tableSteps.map(({ name }) => name);
  const deletedWithAnother = ["LineItem"];
  const oneRowOrFew = ["CustomeowConnection", "OrderReading", "BulkRun", "CustomerDataRequest"];
  const ofShops = Prisma.dmmf.datamodel.models
    .filter(({ fields }) => fields.some(({ type }) => type === "Shop"))
    .map(({ name }) => name);
  expect([...ofShops, "WebhookDelivery"].toSorted()).toEqual(
    [...deletedInSteps, ...deletedWithAnother, ...oneRowOrFew].toSorted(),
  );
});
