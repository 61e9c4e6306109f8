import type pg from "pg";
import type { PgBoss } from "pg-boss";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readBulkProgress } from "../../app/bulk/progress.ts";
import { foldCounts } from "../../app/counts/foldCounts.ts";
import { openPool } from "../../app/database/pool.ts";
import { sqlOf } from "../../app/database/sql.ts";
import { startBoss } from "../../app/jobs/boss.ts";
import { createJobQueue, type JobQueue } from "../../app/jobs/queue.ts";
import { createLog } from "../../app/log/log.ts";
import { tableSteps } from "../../app/shops/erasureSteps.ts";
import { requestErasure } from "../../app/shops/requestErasure.ts";
import { requestPublishing } from "../../app/skus/requestPublishing.ts";
import { type ChaosWorld, startChaosWorld } from "../chaos/chaosWorld.ts";
import { type FilledShop, fillShop } from "../tenants/fillShop.ts";
import { multiplyRows } from "../tenants/multiplyRows.ts";
import { rowsOf } from "../tenants/rowsOf.ts";
import { eventually } from "../world/testWorld.ts";

const PRODUCTS = 250;
const ORDERS = 400;

let world: ChaosWorld;
let pool: pg.Pool;
let boss: PgBoss;
let jobs: JobQueue;

beforeAll(async () => {
  world = await startChaosWorld();
  pool = openPool(world.databaseUrl, { connections: 2 });
  boss = await startBoss(pool, "test", createLog("silent"));
  jobs = createJobQueue(boss);
}, 120_000);
afterAll(async () => {
  await boss.stop({ graceful: false });
  await pool.end();
  await world.close();
}, 60_000);

/** Has a worker killed at each of the points, one after the other. */
async function killAt(points: string[]): Promise<void> {
  for (const point of points) {
    const worker = world.startWorker(point);
    try {
      await eventually(`a worker is killed ${point}`, () =>
        Promise.resolve(worker.crashes() > 0 ? true : null),
      );
    } finally {
      await worker.stop();
    }
    await forgetTheDead();
  }
}

/** What a while of silence does, which is not waited for here. */
async function forgetTheDead(): Promise<void> {
  await world.database.$executeRaw`
    UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE name = 'bulk' AND state = 'active'`;
  await world.database.$executeRaw`
    UPDATE "BulkRun" SET "outsideSince" = now() - interval '1 hour' WHERE "outsideSince" IS NOT NULL`;
}

async function workUntil(what: string, isDone: () => Promise<boolean>): Promise<void> {
  const worker = world.startWorker();
  try {
    await eventually(what, async () => ((await isDone()) ? true : null));
  } finally {
    await worker.stop();
  }
}

const productId = (number: number) => String(8_000_000_000_000 + number);
const variantId = (number: number) => String(9_000_000_000_000 + number);
const numbers = Array.from({ length: PRODUCTS }, (_, number) => number);

/** Products of the shop, whose variants carry a SKU that CustoMeow makes. */
async function addProducts(shopId: string): Promise<void> {
  const [product] = world.shop.products;
  const [variant] = product?.variants ?? [];
  if (product === undefined || variant === undefined) throw new Error("The shop sells nothing.");
  for (const number of numbers)
    world.shop.products.push({
      ...product,
      id: productId(number),
      variants: [{ ...variant, id: variantId(number), sku: "MUG-WHITE-11" }],
    });
  await world.database.matchedVariant.createMany({
    data: numbers.map((number) => ({
      shopId,
      productId: productId(number),
      variantId: variantId(number),
      sku: "MUG-WHITE-11",
      productTitle: "",
      variantTitle: "",
    })),
  });
}

it("tells the storefront of every product, and counts each once, wherever its worker is killed", async () => {
  const { database, shop } = world;
  const { id: shopId } = await database.shop.findUniqueOrThrow({ where: { domain: shop.domain } });
  const runs = () => readBulkProgress(database, shopId, "publish-storefront", 100);
  const areFinished = async () => (await runs()).every(({ state }) => state === "finished");
  const done = async () => (await runs()).reduce((sum, run) => sum + run.done, 0);
  // The worker that told of the first products may have been stopped before it could note it.
  await forgetTheDead();
  await workUntil("what was begun is done", areFinished);

  const doneBefore = await done();
  await addProducts(shopId);
  await requestPublishing(sqlOf(database), jobs, shopId);
  await killAt([
    "after POST /admin/api/2026-10/graphql.json#6",
    "before commit of BulkRun, PublishedProduct",
    "after commit of BulkRun, PublishedProduct",
  ]);
  await workUntil("the storefront is told", areFinished);

  expect((await done()) - doneBefore).toBe(PRODUCTS);
  const told = shop.metafields.filter(({ key }) => key === "integrated_variants");
  const toldOf = new Map(told.map(({ ownerId, value }) => [ownerId, value]));
  expect(numbers.map((number) => toldOf.get(`gid://shopify/Product/${productId(number)}`))).toEqual(
    numbers.map((number) => `{"${variantId(number)}":"MUG-WHITE-11"}`),
  );
  const uncertain = await database.$queryRaw`SELECT FROM "PublishedProduct" WHERE "variants" IS NULL`;
  expect(uncertain).toEqual([]);
}, 180_000);

it("erases a shop whole, and counts each row once, wherever its worker is killed", async () => {
  const { database } = world;
  const leaving = await fillShop({ database, jobs }, "killedshop");
  const staying = await fillShop({ database, jobs }, "livingshop");
  await multiplyRows(sqlOf(database), leaving, ORDERS);
  const staysBefore = await settledRowsOf(staying);
  const rowsBefore = await countRows(leaving);
  await database.shop.update({ where: { id: leaving.shopId }, data: { uninstalledAt: new Date() } });
  await database.$transaction((rows) => requestErasure(rows, jobs, leaving.shopId, new Date()));

  await killAt([
    "before commit of BulkRun, TimelineEntry#2",
    "after commit of BulkRun, Order",
    "after commit of BulkRun, WebhookDelivery",
  ]);
  const [run] = await readBulkProgress(database, leaving.shopId, "erase-shop", 1);
  expect(run).toMatchObject({ state: "running", done: rowsBefore, failed: 0 });
  await workUntil(
    "the shop is gone",
    async () => (await database.shop.count({ where: { id: leaving.shopId } })) === 0,
  );

  expect(await rowsOf(database, leaving)).toEqual({});
  expect(await settledRowsOf(staying)).toEqual(staysBefore);
}, 180_000);

/** What no worker changes by itself: the counts folded, and not when the shop's orders are read next. */
async function settledRowsOf(shop: FilledShop): Promise<Record<string, string[]>> {
  await foldCounts(sqlOf(world.database));
  const { OrderReading: _nextReading, ...rows } = await rowsOf(world.database, shop);
  return rows;
}

/** Of the tables that are deleted in steps, and the jobs. */
async function countRows(shop: FilledShop): Promise<number> {
  const rows = await rowsOf(world.database, shop);
  const counted = [...tableSteps.map(({ name }) => `"${name}"`), "pgboss.job"];
  return counted.reduce((sum, table) => sum + (rows[table]?.length ?? 0), 0);
}
