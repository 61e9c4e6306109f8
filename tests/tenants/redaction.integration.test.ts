import { randomUUID } from "node:crypto";
import type { PgBoss } from "pg-boss";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { processDeliveryHandler } from "../../app/inbox/processDelivery.ts";
import { PostponedError } from "../../app/jobs/postponed.ts";
import { startBoss } from "../../app/jobs/boss.ts";
import { createJobQueue } from "../../app/jobs/queue.ts";
import { createLifecycle } from "../../app/orders/lifecycle/lifecycle.ts";
import { createLog } from "../../app/log/log.ts";
import { installShop } from "../../app/shops/shop.ts";
import { install as installAtShopify, uninstall } from "../../sandbox/shopify/admin/installation.ts";
import { exampleShop } from "../../sandbox/shopify/admin-api/shop.fixture.ts";
import { type TestDatabase, testDatabase } from "../postgres/testDatabase.ts";
import { type ShopifyWorld, startShopifyWorld } from "../shopify/shopifyWorld.ts";

const shop = exampleShop();
const DOMAIN = shop.domain;
const HOUR_MILLISECONDS = 3_600_000;
const log = createLog("silent");
let test: TestDatabase;
let boss: PgBoss;
let shopify: ShopifyWorld;

beforeAll(async () => {
  test = await testDatabase();
  boss = await startBoss(test.pool, "test", log);
  shopify = await startShopifyWorld(shop, test);
});
beforeEach(async () => {
  await test.database.shop.deleteMany();
  await test.database.session.deleteMany();
  await test.database.webhookDelivery.deleteMany();
});
afterAll(async () => {
  await boss.stop({ graceful: false });
  await shopify.close();
  await test.close();
});

const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MILLISECONDS);

/** The merchant opens the app, installed or installed again. */
async function open(): Promise<void> {
  installAtShopify(shop);
  await shopify.open();
  await installShop(test.database, DOMAIN, "read_orders");
}

/** The merchant removes the app. Nobody is told of it yet. */
async function removeAtShopify(): Promise<void> {
  await uninstall(shopify.api, () => undefined);
}

async function receive(
  topic: string,
  triggeredAt: Date,
  body = `{"shop_domain":"${DOMAIN}"}`,
): Promise<string> {
  const { id } = await test.database.webhookDelivery.create({
    data: {
      source: "shopify",
      shopDomain: DOMAIN,
      topic,
      webhookId: randomUUID(),
      triggeredAt,
      body,
    },
  });
  return id;
}

async function process(deliveryId: string): Promise<void> {
  const jobs = createJobQueue(boss);
  const { database, sql } = test;
  const lifecycle = createLifecycle(sql, jobs);
  const services = { database, sql, jobs, lifecycle, customeow: unused, shopify: shopify.shopify };
  await processDeliveryHandler(services)({ deliveryId }, log);
}

const isNotAsked = () => {
  throw new Error("CustoMeow is not asked.");
};
const unused = {
  forShop: () => Promise.reject(new Error("CustoMeow is not asked.")),
  ofConnection: isNotAsked,
  withKey: isNotAsked,
};

/** @returns whether nothing of the shop is being deleted */
async function isKept(): Promise<boolean> {
  return (await test.database.shop.count({ where: { domain: DOMAIN } })) > 0;
}

async function install(authenticatedAt: Date): Promise<void> {
  await installShop(test.database, DOMAIN, "read_orders");
  await test.database.shop.updateMany({ data: { installedAt: authenticatedAt, authenticatedAt } });
}

async function giveToken(expires: Date): Promise<void> {
  await test.database.session.create({
    data: { id: `offline_${DOMAIN}`, shop: DOMAIN, state: "", accessToken: "token", expires },
  });
}

describe("shop/redact", () => {
  it("erases a shop that removed the app", async () => {
    await install(hoursAgo(100));
    await process(await receive("app/uninstalled", hoursAgo(48)));
    await process(await receive("shop/redact", hoursAgo(0)));
    expect(await isKept()).toBe(false);
  });

  it("waits for the news of the removal, whichever of the two is worked on first", async () => {
    await install(hoursAgo(1));
    const removal = await receive("app/uninstalled", hoursAgo(0));
    const redaction = await receive("shop/redact", hoursAgo(0));
    await expect(process(redaction)).rejects.toThrow(PostponedError);
    expect(await isKept()).toBe(true);
    await process(removal);
    await process(redaction);
    expect(await isKept()).toBe(false);
  });

  it("keeps everything of a shop that installed the app again within the 48 hours", async () => {
    await install(hoursAgo(100));
    await process(await receive("app/uninstalled", hoursAgo(48)));
    await installShop(test.database, DOMAIN, "read_orders");
    await process(await receive("shop/redact", hoursAgo(0)));
    expect(await isKept()).toBe(true);
  });

  it("keeps a shop that came back before the news of its removal was read", async () => {
    await install(hoursAgo(100));
    await installShop(test.database, DOMAIN, "read_orders");
    await process(await receive("app/uninstalled", hoursAgo(48)));
    await process(await receive("shop/redact", hoursAgo(0)));
    expect(await isKept()).toBe(true);
  });

  it("erases a shop of whose removal no news came, and that was not heard of since", async () => {
    await install(hoursAgo(100));
    await giveToken(hoursAgo(47));
    await process(await receive("shop/redact", hoursAgo(0)));
    expect(await isKept()).toBe(false);
    expect(await test.database.session.count()).toBe(0);
  });

  it("keeps a shop that has the app, however late it is said to have been sent", async () => {
    await open();
    await test.database.shop.updateMany({ data: { authenticatedAt: hoursAgo(100) } });
    await test.database.session.updateMany({ data: { expires: hoursAgo(1) } });
    await process(await receive("shop/redact", hoursAgo(-10_000)));
    expect(await isKept()).toBe(true);
  });
});

describe("news that come again under another id, after the shop came back", () => {
  const state = async () => ({
    shops: await test.database.shop.findMany(),
    sessions: await test.database.session.findMany(),
    runs: await test.database.bulkRun.findMany(),
    jobs: await test.database.$queryRaw`SELECT * FROM pgboss.job ORDER BY id`,
  });

  it.each(["app/uninstalled", "shop/redact"])("change nothing: %s", async (topic) => {
    await open();
    await removeAtShopify();
    await process(await receive("app/uninstalled", new Date()));
    expect(await test.database.shop.findMany()).toMatchObject([{ uninstalledAt: expect.any(Date) as Date }]);
    await open();
    const before = await state();
    for (const triggeredAt of [hoursAgo(0), hoursAgo(1), hoursAgo(-1), hoursAgo(100)])
      await process(await receive(topic, triggeredAt));
    expect(await state()).toEqual(before);
    expect(before.shops).toMatchObject([{ uninstalledAt: null }]);
  });

  it("change nothing that Shopify says: app/scopes_update", async () => {
    await open();
    await process(await receive("app/scopes_update", hoursAgo(0), '{"current":["write_everything"]}'));
    expect(await test.database.shop.findMany()).toMatchObject([
      { scopes: "read_orders,read_products,write_products" },
    ]);
  });
});

it("does not take Shopify's silence for a removal", async () => {
  await open();
  shopify.api.faults.arm({ fault: "status", endpoint: "graphql", status: 503, times: 100 });
  await expect(process(await receive("app/uninstalled", hoursAgo(-1)))).rejects.toThrow();
  shopify.api.faults.clear();
  expect(await test.database.shop.findMany()).toMatchObject([{ uninstalledAt: null }]);
});

it("has the storefront told everything anew where the news of a removal comes after the shop came back", async () => {
  await install(hoursAgo(0));
  await process(await receive("app/uninstalled", hoursAgo(1)));
  expect(await test.database.bulkRun.findMany()).toMatchObject([{ kind: "publish-storefront" }]);
});

it("keeps nothing of what is told of a shop that does not have the app", async () => {
  for (const topic of ["orders/create", "app/uninstalled", "shop/redact"])
    await process(await receive(topic, hoursAgo(0)));
  const deliveries = await test.database.webhookDelivery.findMany();
  expect(deliveries.map(({ state, body }) => ({ state, body }))).toEqual(
    Array.from({ length: 3 }, () => ({ state: "ignored", body: "" })),
  );
});
