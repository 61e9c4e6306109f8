import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createLog } from "../../app/log/log.ts";
import { readCheckoutProtection, saveCheckoutProtection } from "../../app/shops/checkoutProtection.ts";
import { exampleShop } from "../../sandbox/shopify/admin-api/shop.fixture.ts";
import { testDatabase, type TestDatabase } from "../postgres/testDatabase.ts";
import { type ShopifyWorld, startShopifyWorld } from "./shopifyWorld.ts";

const shop = exampleShop();
const granted = ["read_orders", "write_products", "write_validations"];
const checkoutFunction = {
  handle: "checkout-validation",
  title: "Personalization required",
  apiVersion: "2026-10",
  targets: ["cart.validations.generate.run"],
};
let test: TestDatabase;
let world: ShopifyWorld;

beforeAll(async () => {
  test = await testDatabase();
  world = await startShopifyWorld(shop, test, undefined, [
    checkoutFunction,
    { ...checkoutFunction, handle: "another" },
  ]);
  await world.open();
});
beforeEach(() => {
  world.api.faults.clear();
  shop.installation.scopes = granted;
  shop.validations = [];
  shop.metafields = [];
});
afterAll(async () => {
  await world.close();
  await test.close();
});

const services = () => ({ log: createLog("silent"), shopify: world.shopify });
const read = () => readCheckoutProtection(services(), shop.domain);
const save = (protection: string) => saveCheckoutProtection(services(), shop.domain, protection);

it("is off in a shop that never chose, and is then as the merchant last chose", async () => {
  expect(await read()).toEqual({ protection: "off", problem: null });
  for (const protection of ["off", "required", "optional", "off", "optional"]) {
    expect(await save(protection)).toEqual({ outcome: "saved" });
    expect(await read()).toEqual({ protection, problem: null });
  }
  expect(shop.validations).toMatchObject([
    {
      functionHandle: "checkout-validation",
      title: "Personalization required",
      enabled: true,
      blockOnFailure: false,
    },
  ]);
  expect(shop.metafields).toMatchObject([
    {
      ownerId: `gid://shopify/Validation/${shop.validations[0]?.id}`,
      namespace: "app--9001",
      key: "requirement",
      value: "optional",
    },
  ]);
});

it("asks for the permission where the merchant has not granted it, and changes nothing", async () => {
  shop.installation.scopes = ["read_orders", "write_products"];
  const problem = { code: "permission_missing", parameters: {} };
  expect(await read()).toEqual({ protection: null, problem });
  expect(await save("required")).toEqual({ outcome: "refused", problem });
  expect(shop.validations).toEqual([]);
});

it("needs the permission to write for changing it, not only that to read", async () => {
  shop.installation.scopes = ["read_orders", "write_products", "read_validations"];
  expect(await read()).toEqual({ protection: "off", problem: null });
  expect(await save("required")).toMatchObject({ outcome: "refused" });
  expect(shop.validations).toEqual([]);
});

it.each(["status", "no-answer", "reset-before"] as const)(
  "is unknown, and the page does not fail, when Shopify gives no answer: %s",
  async (fault) => {
    world.api.faults.arm({ fault, endpoint: "graphql", status: 503, times: 20 });
    expect(await read()).toEqual({
      protection: null,
      problem: { code: "not_read", parameters: {} },
    });
  },
);

it("is refused in Shopify's words when the shop has too many rules", async () => {
  shop.validations = Array.from({ length: 25 }, (_, index) => ({
    id: String(100 + index),
    functionHandle: "another",
    title: "Another",
    enabled: true,
    blockOnFailure: false,
  }));
  const words = expect.stringContaining("Cannot have more than 25 active validation functions.") as string;
  expect(await save("required")).toEqual({
    outcome: "refused",
    problem: { code: "refused", parameters: { words } },
  });
  expect(shop.validations).toHaveLength(25);
  expect(shop.metafields).toEqual([]);
});
