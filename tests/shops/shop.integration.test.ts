import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { installShop, shopOf, uninstallShop } from "../../app/shops/shop.ts";
import { testDatabase, type TestDatabase } from "../postgres/testDatabase.ts";

const DOMAIN = "example-shop.myshopify.com";
let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase();
});
beforeEach(async () => {
  await test.database.shop.deleteMany();
  await test.database.session.deleteMany();
});
afterAll(() => test.close());

const install = async () => {
  const shop = await installShop(test.database, DOMAIN, "read_orders");
  await test.database.session.upsert({
    where: { id: `offline_${DOMAIN}` },
    create: { id: `offline_${DOMAIN}`, shop: DOMAIN, state: "", accessToken: "token" },
    update: {},
  });
  return shop;
};
const uninstall = (at: Date) => uninstallShop(test.database, DOMAIN, at);
const read = () => test.database.shop.findUniqueOrThrow({ where: { domain: DOMAIN } });

describe("a shop", () => {
  it("is the same one however often it is installed", async () => {
    const first = await install();
    const shops = await Promise.all(Array.from({ length: 5 }, () => install()));
    expect(new Set(shops.map(({ id }) => id))).toEqual(new Set([first.id]));
  });

  it("has no access tokens once it removed the app, and keeps its data", async () => {
    await install();
    const at = new Date(Date.now() + 60_000);
    await uninstall(at);
    expect((await read()).uninstalledAt).toEqual(at);
    expect(await test.database.session.count()).toBe(0);
  });

  it("stays installed when the news of an earlier removal comes late", async () => {
    const removed = new Date(Date.now() - 60_000);
    await install();
    await uninstall(removed);
    expect((await read()).uninstalledAt).toBeNull();
    expect(await test.database.session.count()).toBe(1);
  });

  it("stays installed when that news comes after it was installed again", async () => {
    await install();
    const removed = new Date();
    await test.database.shop.updateMany({ data: { authenticatedAt: new Date(removed.getTime() - 60_000) } });
    await uninstall(removed);
    expect((await read()).uninstalledAt).toEqual(removed);

    await test.database.shop.updateMany({ data: { uninstalledAt: removed } });
    await installShop(test.database, DOMAIN, "read_orders");
    await uninstall(new Date(removed.getTime() - 1));
    expect((await read()).uninstalledAt).toBeNull();
  });

  it("keeps the time of its installation until it is installed again", async () => {
    await install();
    const installedAt = new Date(Date.now() - 3_600_000);
    await test.database.shop.updateMany({ data: { installedAt } });
    await install();
    expect((await read()).installedAt).toEqual(installedAt);

    await uninstall(new Date(Date.now() + 60_000));
    await install();
    expect((await read()).installedAt.getTime()).toBeGreaterThan(installedAt.getTime());
  });

  it("counts as installed since its new access token when the news of its removal comes after that", async () => {
    await install();
    await test.database.shop.updateMany({ data: { installedAt: new Date(Date.now() - 3_600_000) } });
    await install();
    await uninstall(new Date(Date.now() - 60_000));
    const { installedAt, authenticatedAt, uninstalledAt } = await read();
    expect(installedAt).toEqual(authenticatedAt);
    expect(uninstalledAt).toBeNull();
  });

  it("is made when a page of it is opened and it is not there", async () => {
    const session = { shopDomain: DOMAIN, scopes: "read_orders" };
    const shop = await shopOf(test.database, session);
    expect(await shopOf(test.database, session)).toEqual(shop);
  });
});
