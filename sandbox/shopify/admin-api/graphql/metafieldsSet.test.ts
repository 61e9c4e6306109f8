import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Shop } from "../../shop/shop.ts";
import { exampleShop, serveAdminApi } from "../shop.fixture.ts";

const SET = `mutation ($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) {
    metafields { namespace key type value compareDigest }
    userErrors { code field message }
  }
}`;
const PRODUCT = "gid://shopify/Product/1001";
const INSTALLATION = "gid://shopify/AppInstallation/9101";

let shop: Shop;
let served: Awaited<ReturnType<typeof serveAdminApi>>;

beforeEach(async () => {
  shop = exampleShop();
  const definition = {
    ownerType: "Product",
    namespace: "app--9001",
    key: "integrated_variants",
    type: "json",
  };
  served = await serveAdminApi(shop, { definitions: [definition] });
});
afterEach(() => served.close());

const set = (...metafields: Record<string, unknown>[]) => served.graphql(SET, { metafields });

const integrated = (value: unknown) => ({
  ownerId: PRODUCT,
  namespace: "$app",
  key: "integrated_variants",
  value: JSON.stringify(value),
});

it("stores in the app's reserved namespace and is read back there", async () => {
  expect(await set(integrated({ 2001: "MUG-WHITE" }))).toMatchObject({
    data: { metafieldsSet: { metafields: [{ namespace: "app--9001", type: "json" }], userErrors: [] } },
  });
  expect(
    await served.graphql(
      `{ product(id: "${PRODUCT}") { metafield(namespace: "$app", key: "integrated_variants") { jsonValue } } }`,
    ),
  ).toMatchObject({ data: { product: { metafield: { jsonValue: { 2001: "MUG-WHITE" } } } } });
});

it("stores app data on the app's own installation", async () => {
  const connected = {
    ownerId: INSTALLATION,
    namespace: "customeow",
    key: "connected",
    type: "boolean",
    value: "true",
  };
  await set(connected);
  expect(
    await served.graphql(
      `{ currentAppInstallation { metafields(first: 5) { nodes { key value owner { ... on AppInstallation { id } } } } } }`,
    ),
  ).toMatchObject({
    data: {
      currentAppInstallation: {
        metafields: { nodes: [{ key: "connected", value: "true", owner: { id: INSTALLATION } }] },
      },
    },
  });
});

it("overwrites, and never makes a second metafield of one name", async () => {
  await set(integrated({}));
  await set(integrated({ 2001: "MUG-WHITE" }));
  expect(shop.metafields).toHaveLength(1);
});

describe("refuses", () => {
  const text = {
    ownerId: INSTALLATION,
    namespace: "customeow",
    key: "store_id",
    type: "single_line_text_field",
  };

  it.each([
    ["a boolean that is none", { ...text, type: "boolean", value: "yes" }, "INVALID_VALUE", "value"],
    ["JSON that is none", { ...text, type: "json", value: "{" }, "INVALID_VALUE", "value"],
    ["several lines in a single-line text", { ...text, value: "a\nb" }, "INVALID_VALUE", "value"],
    ["a blank value", { ...text, value: " " }, "BLANK", "value"],
    [
      "too large a JSON",
      { ...text, type: "json", value: JSON.stringify("x".repeat(131_072)) },
      "TOO_LONG",
      "value",
    ],
    ["a missing type", { ...text, type: undefined, value: "12" }, "BLANK", "type"],
    ["a type other than the defined one", { ...integrated({}), type: "boolean" }, "INVALID_TYPE", "type"],
    ["a key that is too short", { ...text, key: "a", value: "12" }, "TOO_SHORT", "key"],
    [
      "a namespace of another app",
      { ...text, namespace: "app--77", value: "12" },
      "APP_NOT_AUTHORIZED",
      "namespace",
    ],
    [
      "the installation of another app",
      { ...text, ownerId: "gid://shopify/AppInstallation/1", value: "12" },
      "APP_NOT_AUTHORIZED",
      "ownerId",
    ],
    [
      "an owner that does not exist",
      { ...integrated({}), ownerId: "gid://shopify/Product/404" },
      "INVALID",
      "ownerId",
    ],
  ])("%s", async (_, metafield, code, field) => {
    expect(await set(integrated({}), metafield)).toMatchObject({
      data: { metafieldsSet: { userErrors: [{ code, field: ["metafields", "1", field] }] } },
    });
    expect(shop.metafields).toEqual([]);
  });

  it("more than 25 at a time", async () => {
    const many = Array.from({ length: 26 }, (_, index) => ({ ...text, key: `key_${index}`, value: "1" }));
    expect(await set(...many)).toMatchObject({
      data: { metafieldsSet: { userErrors: [{ code: "LESS_THAN_OR_EQUAL_TO" }] } },
    });
  });

  it("a product's metafield without write_products", async () => {
    shop.installation.scopes = ["read_products"];
    expect(await set(integrated({}))).toMatchObject({ errors: [{ extensions: { code: "ACCESS_DENIED" } }] });
  });
});

it("compares and sets: a stale digest changes nothing", async () => {
  await set({ ...integrated({ 1: "A" }), compareDigest: null });
  const second = await set({ ...integrated({ 2: "B" }), compareDigest: null });
  expect(second).toMatchObject({ data: { metafieldsSet: { userErrors: [{ code: "STALE_OBJECT" }] } } });
  expect(shop.metafields[0]?.value).toBe('{"1":"A"}');
});

it("deletes what exists and answers null for what does not", async () => {
  await set(integrated({}));
  const identifier = { ownerId: PRODUCT, namespace: "$app", key: "integrated_variants" };
  expect(
    await served.graphql(
      `mutation ($metafields: [MetafieldIdentifierInput!]!) {
        metafieldsDelete(metafields: $metafields) { deletedMetafields { key } userErrors { message } }
      }`,
      { metafields: [identifier, { ...identifier, key: "unknown" }] },
    ),
  ).toMatchObject({
    data: { metafieldsDelete: { deletedMetafields: [{ key: "integrated_variants" }, null] } },
  });
  expect(shop.metafields).toEqual([]);
});
