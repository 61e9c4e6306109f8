import { randomUUID } from "node:crypto";
import { Prisma } from "@prisma/client";
import type { PgBoss } from "pg-boss";
import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../tests/postgres/testDatabase.ts";
import { type FilledShop, fillShop } from "../../tests/tenants/fillShop.ts";
import { rowsOf } from "../../tests/tenants/rowsOf.ts";
import type { Retention } from "../config/settings.ts";
import { startBoss } from "../jobs/boss.ts";
import { createJobQueue, type JobQueue } from "../jobs/queue.ts";
import { createLog } from "../log/log.ts";
import { answerDataRequest, openDataRequests } from "./dataRequests.ts";
import { exportCustomerData } from "./exportCustomerData.ts";
import { keepRetentionHandler } from "./keepRetention.ts";
import { redactOrders } from "./redactOrders.ts";
import { retentionOf } from "./retention.ts";

const log = createLog("silent");
const DESIGN = "987654321098765432";
const TASK = "876543210987654321";
const retention: Retention = {
  ordersDays: 730,
  designsDays: 180,
  deliveriesDays: 30,
  answersDays: 90,
  recordsDays: 90,
  uninstalledDays: 60,
  expiredSessionsDays: 30,
};

let test: TestDatabase;
let boss: PgBoss;
let jobs: JobQueue;

beforeAll(async () => {
  test = await testDatabase();
  boss = await startBoss(test.pool, "test", log);
  jobs = createJobQueue(boss);
});
afterAll(async () => {
  await boss.stop({ graceful: false });
  await test.close();
});

/** A shop whose one order is as personal as it gets: in every place where something of a shopper may stand. */
async function personalShop(mark: string): Promise<FilledShop> {
  const { database } = test;
  const shop = await fillShop({ database, jobs }, mark);
  await database.lineItem.update({
    where: { id: shop.lineItemId },
    data: {
      customInfoId: DESIGN,
      platformDesign: DESIGN,
      advice: [{ code: "change_design", parameters: { design: DESIGN } }],
      failureCode: "design_unknown",
      failureParameters: { design: DESIGN },
    },
  });
  await database.compositeTask.update({
    where: { id: shop.taskId },
    data: { customeowTaskId: TASK, failureParameters: { words: `Text ${mark}` }, failureCode: "task_failed" },
  });
  await database.design.updateMany({
    where: { shopId: shop.shopId },
    data: { customInfoId: DESIGN, previews: [`https://files.example.com/${DESIGN}.png`] },
  });
  await database.timelineEntry.updateMany({
    where: { shopId: shop.shopId },
    data: { code: "design_entered", parameters: { design: DESIGN } },
  });
  await database.webhookDelivery.updateMany({
    where: { shopDomain: shop.domain },
    data: { body: `{"platformOrderId":"${shop.platformOrderId}","customInfoId":"${DESIGN}"}` },
  });
  return shop;
}

const redact = (shop: FilledShop) =>
  test.database.$transaction((rows) =>
    redactOrders(rows, { id: shop.shopId, domain: shop.domain }, [shop.platformOrderId]),
  );

/** The file that one shop gets of a request that another, or it, was told of. */
async function exported(
  { shopId: id, domain }: FilledShop,
  { dataRequestId }: FilledShop,
): Promise<string | null> {
  const pieces = await exportCustomerData(test, { id, domain }, dataRequestId);
  if (pieces === null) return null;
  let file = "";
  for await (const piece of pieces) file += piece;
  return file;
}

/** Every row of any table, jobs included, in which one of the texts stands. */
async function whereStands(texts: string[]): Promise<string[]> {
  const tables = [...Prisma.dmmf.datamodel.models.map(({ name }) => `"${name}"`), "pgboss.job"];
  const found: string[] = [];
  for (const table of tables)
    for (const text of texts) {
      const rows = await test.database.$queryRawUnsafe<{ row: string }[]>(
        `SELECT t::text AS row FROM ${table} AS t WHERE t::text LIKE $1`,
        `%${text}%`,
      );
      found.push(...rows.map(({ row }) => `${table}: ${row}`));
    }
  return found;
}

describe("customers/redact", () => {
  it("leaves nothing that a shopper made, and nothing that leads to it, in any table", async () => {
    const shop = await personalShop("redactedshop");
    const made = [DESIGN, TASK, "Text redactedshop", "Answer redactedshop", "files.example.com/redactedshop"];
    for (const text of made) expect(await whereStands([text]), text).not.toEqual([]);
    expect(await redact(shop)).toEqual({ designs: 1, items: 1 });
    expect(await whereStands(made)).toEqual([]);
  });

  it("leaves nothing of a design that was replaced or taken off before", async () => {
    const shop = await personalShop("replacedshop");
    const { database } = test;
    const { shopId, orderId } = shop;
    const replaced = "765432109876543210";
    await database.lineItem.update({
      where: { id: shop.lineItemId },
      data: { customInfoId: null, platformDesign: null, advice: Prisma.DbNull, failureParameters: {} },
    });
    await database.timelineEntry.create({
      data: { shopId, orderId, code: "design_entered", parameters: { design: replaced } },
    });
    const empty = { previews: [], images: [], choices: [], readAt: new Date() };
    await database.design.create({
      data: { shopId, customInfoId: replaced, texts: ["Replaced text"], ...empty },
    });
    await database.webhookDelivery.create({
      data: {
        source: "customeow",
        shopDomain: shop.domain,
        topic: "order.completedCustomInfo",
        webhookId: randomUUID(),
        body: `{"customInfoId":"${replaced}"}`,
        state: "processed",
      },
    });
    const made = [DESIGN, replaced, "Replaced text", "Text replacedshop"];
    for (const text of made) expect(await whereStands([text]), text).not.toEqual([]);
    const data = await exported(shop, shop);
    expect(data).toContain("Replaced text");
    await redact(shop);
    expect(await whereStands(made)).toEqual([]);
  });

  it("leaves another shop's order of the same number alone", async () => {
    const [shop, other] = [await personalShop("redactingshop"), await personalShop("othershop")];
    await test.database.order.update({
      where: { id: other.orderId },
      data: { platformOrderId: shop.platformOrderId },
    });
    const before = await rowsOf(test.database, other);
    await redact(shop);
    expect(await rowsOf(test.database, other)).toEqual(before);
    await redact({ ...other, platformOrderId: shop.platformOrderId });
    await test.database.webhookDelivery.deleteMany({ where: { shopDomain: other.domain } });
  });

  it("takes the ids of an item that is being made once it is made", async () => {
    const shop = await personalShop("makingshop");
    const { database } = test;
    await database.lineItem.update({ where: { id: shop.lineItemId }, data: { state: "composing" } });
    await redact(shop);
    const line = () => database.lineItem.findUniqueOrThrow({ where: { id: shop.lineItemId } });
    expect((await line()).customInfoId).toBe(DESIGN);
    await database.lineItem.update({ where: { id: shop.lineItemId }, data: { state: "ready" } });
    await keep();
    expect((await line()).customInfoId).toBeNull();
    expect(await whereStands([DESIGN, TASK])).toEqual([]);
  });
});

describe("customers/data_request", () => {
  it("shows the merchant what to hand over, until they have", async () => {
    const shop = await personalShop("askedshop");
    const [request, ...others] = await openDataRequests(test.sql, shop.shopId);
    expect(others).toEqual([]);
    expect(request).toMatchObject({ id: shop.dataRequestId, orders: ["askedshop-1"] });
    const data = await exported(shop, shop);
    expect(JSON.parse(data ?? "")).toMatchObject({
      orders: [{ platformOrderId: shop.platformOrderId, messages: [{ topic: "orders/create" }] }],
    });
    for (const text of [DESIGN, "Text askedshop", "Answer askedshop", "files.example.com/askedshop.png"])
      expect(data).toContain(text);

    const stranger = await fillShop({ database: test.database, jobs }, "strangershop");
    expect(await exported(stranger, shop)).toBeNull();
    await answerDataRequest(test.database, stranger.shopId, shop.dataRequestId);
    expect(await openDataRequests(test.sql, shop.shopId)).toHaveLength(1);
    await answerDataRequest(test.database, shop.shopId, shop.dataRequestId);
    expect(await openDataRequests(test.sql, shop.shopId)).toEqual([]);
    await redact(shop);
  });
});

const keep = () =>
  keepRetentionHandler({ database: test.database, sql: test.sql, jobs, settings: { retention } })({}, log);

/** As if the shop had done nothing for so many days. */
async function age({ shopId, domain }: FilledShop, days: number): Promise<void> {
  const columns = await test.sql.rows<{ table: string; column: string }>(sql`
    SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = 'timestamp with time zone' AND table_name <> '_prisma_migrations'`);
  const ofShop = new Set(
    (
      await test.sql.rows<{ table: string }>(sql`
        SELECT table_name AS "table" FROM information_schema.columns
        WHERE table_schema = 'public' AND column_name = 'shopId'`)
    ).map(({ table }) => table),
  );
  for (const { table, column } of columns)
    if (ofShop.has(table))
      await test.database.$executeRawUnsafe(
        `UPDATE "${table}" SET "${column}" = "${column}" - interval '${days} days' WHERE "shopId" = '${shopId}'`,
      );
  await test.database.$executeRaw`
    UPDATE "Shop" SET "installedAt" = "installedAt" - ${days}::int * interval '1 day' WHERE "id" = ${shopId}::uuid`;
  await test.database.$executeRaw`
    UPDATE "Session" SET "expires" = "expires" - ${days}::int * interval '1 day',
      "refreshTokenExpires" = "refreshTokenExpires" - ${days}::int * interval '1 day' WHERE "shop" = ${domain}`;
}

describe("what is kept for some days", () => {
  it("is deleted when they are over, and nothing before", async () => {
    const [old, young] = [
      await fillShop({ database: test.database, jobs }, "oldshop"),
      await fillShop({ database: test.database, jobs }, "youngshop"),
    ];
    await test.database.customerDataRequest.updateMany({ data: { answeredAt: new Date() } });
    // A newer sync is shown.
    await test.database.skuSync.create({
      data: { shopId: old.shopId, state: "failed", startedAt: new Date(Date.now() + 1e6) },
    });
    const timed = Object.entries(retentionOf).flatMap(([table, { kept }]) =>
      kept === "for days" || kept === "with" ? [`"${table}"`] : [],
    );
    await age(old, 731);
    const before = await rowsOf(test.database, young);
    await keep();
    const left = await rowsOf(test.database, old);
    expect(timed.filter((table) => (left[table]?.length ?? 0) > 0)).toEqual(['"SkuSync"']);
    expect(left['"SkuSync"']).toHaveLength(1);
    expect(left['"CustomeowConnection"']).toHaveLength(1);
    expect(await rowsOf(test.database, young)).toEqual(before);

    const { ordersForgottenBefore } = await test.database.shop.findUniqueOrThrow({
      where: { id: old.shopId },
    });
    expect(ordersForgottenBefore?.getTime()).toBeLessThan(Date.now() - 729 * 86_400_000);
  });

  it("is an uninstalled shop's, where Shopify never had it erased", async () => {
    const gone = await fillShop({ database: test.database, jobs }, "goneshop");
    const left = await fillShop({ database: test.database, jobs }, "leftshop");
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    await test.database.shop.update({ where: { id: gone.shopId }, data: { uninstalledAt: daysAgo(61) } });
    await test.database.shop.update({ where: { id: left.shopId }, data: { uninstalledAt: daysAgo(59) } });
    await keep();
    await keep();
    const runs = await test.database.bulkRun.findMany({ where: { kind: "erase-shop" } });
    expect(runs.map(({ shopId }) => shopId)).toEqual([gone.shopId]);
  });
});
