import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isEncrypted } from "../../app/secrets/keyRing.ts";
import { AccessDeniedError, NoAccessToShopError } from "../../app/shopify/graphqlRequest.ts";
import { exampleShop } from "../../sandbox/shopify/admin-api/shop.fixture.ts";
import { testDatabase, type TestDatabase } from "../postgres/testDatabase.ts";
import { type ShopifyWorld, startShopifyWorld } from "./shopifyWorld.ts";

const shop = exampleShop();
let test: TestDatabase;
let world: ShopifyWorld;

beforeAll(async () => {
  test = await testDatabase();
  world = await startShopifyWorld(shop, test);
});
beforeEach(async () => {
  world.api.faults.clear();
  await test.database.session.deleteMany();
  world.api.tokens.offlineLifetime = 3_600;
  await world.open();
});
afterAll(async () => {
  await world.close();
  await test.close();
});

const ask = (shopify = world.shopify) => shopify.adminApi(shop.domain).variantsBySku(["MUG-WHITE"]);
const stored = () => test.database.session.findUnique({ where: { id: `offline_${shop.domain}` } });

/** As if the hour were over: by Shopify's clock and by ours. */
async function letTokensExpire() {
  world.api.tokens.expireAccessTokens();
  await test.database.session.updateMany({ data: { expires: new Date(Date.now() - 1_000) } });
}

/** As if somebody had used the refresh token, and the one that came of it, before us. */
async function retireRefreshToken() {
  const { id = "", refreshToken } = (await stored()) ?? {};
  const next = world.api.tokens.refresh(world.tokenEncryption.decrypt(refreshToken ?? "", id));
  expect(world.api.tokens.refresh(next?.refresh?.token ?? "")).not.toBeNull();
}

describe("a call with an access token", () => {
  it("is answered", async () => {
    expect(await ask()).toMatchObject([{ sku: "MUG-WHITE" }]);
  });

  it("is made with a token that nobody can read in the database", async () => {
    const session = await stored();
    expect(isEncrypted(session?.accessToken ?? "")).toBe(true);
    expect(isEncrypted(session?.refreshToken ?? "")).toBe(true);
  });

  it("renews a token whose time is over, once for many calls at once", async () => {
    await letTokensExpire();
    const before = world.api.tokens.refreshed;
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask()));
    for (const answer of answers) expect(answer).toHaveLength(1);
    expect(world.api.tokens.refreshed - before).toBe(1);
    expect((await stored())?.expires?.getTime()).toBeGreaterThan(Date.now());
  });

  it("renews a token that Shopify refuses before its time, once for many calls at once", async () => {
    world.api.tokens.expireAccessTokens();
    const before = world.api.tokens.refreshed;
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask()));
    for (const answer of answers) expect(answer).toHaveLength(1);
    expect(world.api.tokens.refreshed - before).toBe(1);
  });

  it("uses the refresh token again when the answer to its first use was lost", async () => {
    await letTokensExpire();
    world.api.faults.arm({ fault: "reset-after", endpoint: "token", status: 503, times: 1 });
    await expect(ask()).rejects.not.toThrow(NoAccessToShopError);
    expect(await ask()).toHaveLength(1);
  });

  it("keeps the token when Shopify cannot renew it for the moment", async () => {
    await letTokensExpire();
    world.api.faults.arm({ fault: "status", endpoint: "token", status: 503, times: 1 });
    await expect(ask()).rejects.not.toThrow(NoAccessToShopError);
    expect(await ask()).toHaveLength(1);
  });

  it("keeps the token when it is the app's own secret that is wrong", async () => {
    await letTokensExpire();
    await expect(ask(world.withWrongSecret)).rejects.not.toThrow(NoAccessToShopError);
    expect(await ask()).toHaveLength(1);
  });
});

describe("a call without access", () => {
  it.each(["by both clocks", "by Shopify's alone"])(
    "says so when the token expired %s and its refresh token was retired, until the app is opened again",
    async (clocks) => {
      await retireRefreshToken();
      if (clocks === "by both clocks") await letTokensExpire();
      else world.api.tokens.expireAccessTokens();
      await expect(ask()).rejects.toThrow(NoAccessToShopError);
      expect(await stored()).toBeNull();

      await world.open();
      expect(await ask()).toHaveLength(1);
    },
  );

  it("says so where the app was removed", async () => {
    shop.installation.installed = false;
    await expect(ask()).rejects.toThrow(NoAccessToShopError);
    shop.installation.installed = true;
  });

  it("says so where the app was never opened", async () => {
    await test.database.session.deleteMany();
    await expect(ask()).rejects.toThrow(NoAccessToShopError);
  });
});

describe("a call that Shopify does not answer at once", () => {
  it("is repeated when there were too many", async () => {
    world.api.faults.arm({ fault: "throttle", endpoint: "graphql", status: 503, times: 1 });
    world.api.faults.arm({ fault: "status", endpoint: "graphql", status: 429, times: 1 });
    expect(await ask()).toHaveLength(1);
    expect(world.api.faults.list()).toEqual([]);
  });

  it("fails when Shopify is out of order", async () => {
    world.api.faults.arm({ fault: "status", endpoint: "graphql", status: 503, times: 1 });
    await expect(ask()).rejects.not.toThrow(NoAccessToShopError);
  });

  it("says that the permission is missing when the operation takes a scope that is not granted", async () => {
    shop.installation.scopes = ["read_orders"];
    const products = [{ productId: "1001", variants: { "2001": "MUG-WHITE" } }];
    await expect(world.shopify.adminApi(shop.domain).publishProductVariants(products)).rejects.toThrow(
      AccessDeniedError,
    );
    shop.installation.scopes = ["read_orders", "write_products"];
  });
});
