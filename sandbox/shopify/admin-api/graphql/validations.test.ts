import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Shop } from "../../shop/shop.ts";
import { exampleShop, serveAdminApi } from "../shop.fixture.ts";

const CREATE = `mutation ($validation: ValidationCreateInput!) {
  validationCreate(validation: $validation) {
    validation { id title enabled blockOnFailure requirement: metafield(namespace: "$app", key: "requirement") { value ownerType } }
    userErrors { code field message }
  }
}`;
const UPDATE = `mutation ($id: ID!, $validation: ValidationUpdateInput!) {
  validationUpdate(id: $id, validation: $validation) {
    validation { title enabled blockOnFailure requirement: metafield(namespace: "$app", key: "requirement") { value } }
    userErrors { code field message }
  }
}`;
const LIST = `{ validations(first: 250) { nodes { id enabled shopifyFunction { handle title app { id } } } } }`;

const functions = [
  {
    handle: "rule",
    title: "Rule",
    apiVersion: "2026-10",
    targets: ["cart.validations.generate.run"],
  },
  { handle: "discount", title: "Discount", apiVersion: "2026-10", targets: ["cart.lines.discounts.run"] },
];
const requirement = (value: string) => ({
  namespace: "$app",
  key: "requirement",
  type: "single_line_text_field",
  value,
});

let shop: Shop;
let served: Awaited<ReturnType<typeof serveAdminApi>>;

beforeEach(async () => {
  shop = exampleShop();
  shop.installation.scopes = ["write_validations"];
  served = await serveAdminApi(shop, { functions });
});
afterEach(() => served.close());

const create = (validation: Record<string, unknown>) =>
  served.graphql(CREATE, { validation: { functionHandle: "rule", ...validation } });
const update = (validation: Record<string, unknown>, id = gid()) =>
  served.graphql(UPDATE, { id, validation });
const gid = () => `gid://shopify/Validation/${shop.validations[0]?.id}`;

describe("a validation", () => {
  it("is made with its metafields, and listed with the function that it runs", async () => {
    expect(await served.graphql(LIST)).toMatchObject({ data: { validations: { nodes: [] } } });
    expect(
      await create({ enable: true, title: "Mine", metafields: [requirement("optional")] }),
    ).toMatchObject({
      data: {
        validationCreate: {
          validation: {
            title: "Mine",
            enabled: true,
            blockOnFailure: false,
            requirement: { value: "optional", ownerType: "VALIDATION" },
          },
          userErrors: [],
        },
      },
    });
    expect(await served.graphql(LIST)).toMatchObject({
      data: {
        validations: {
          nodes: [
            {
              id: gid(),
              enabled: true,
              shopifyFunction: { handle: "rule", title: "Rule", app: { id: "gid://shopify/App/9001" } },
            },
          ],
        },
      },
    });
    expect(await served.graphql(`{ validation(id: "${gid()}") { title } }`)).toMatchObject({
      data: { validation: { title: "Mine" } },
    });
  });

  it("is off and has its function's title, unless something else is said", async () => {
    expect(await create({})).toMatchObject({
      data: { validationCreate: { validation: { title: "Rule", enabled: false, requirement: null } } },
    });
  });

  it("is switched off by a change that does not say otherwise, and keeps its title and metafields", async () => {
    await create({
      enable: true,
      blockOnFailure: true,
      title: "Mine",
      metafields: [requirement("optional")],
    });
    expect(await update({})).toMatchObject({
      data: {
        validationUpdate: {
          validation: {
            title: "Mine",
            enabled: false,
            blockOnFailure: false,
            requirement: { value: "optional" },
          },
        },
      },
    });
    expect(await update({ enable: true, metafields: [requirement("required")] })).toMatchObject({
      data: { validationUpdate: { validation: { enabled: true, requirement: { value: "required" } } } },
    });
    expect(shop.metafields).toHaveLength(1);
  });

  it.each([
    ["unknown", "FUNCTION_NOT_FOUND"],
    ["discount", "FUNCTION_DOES_NOT_IMPLEMENT"],
    [null, "MISSING_FUNCTION_IDENTIFIER"],
  ])("is not made of the function %j", async (functionHandle, code) => {
    expect(await create({ functionHandle })).toMatchObject({
      data: { validationCreate: { validation: null, userErrors: [{ code }] } },
    });
    expect(shop.validations).toEqual([]);
  });

  it("that does not exist is not changed", async () => {
    for (const id of ["gid://shopify/Validation/404", "gid://shopify/Product/1001"])
      expect(await update({ enable: true }, id)).toMatchObject({
        data: { validationUpdate: { validation: null, userErrors: [{ code: "NOT_FOUND", field: ["id"] }] } },
      });
  });

  it("is neither made nor changed when one of its metafields is wrong", async () => {
    const metafields = [requirement("required"), { ...requirement("two\nlines"), key: "other" }];
    const userErrors = [{ code: "INVALID_VALUE", field: ["validation", "metafields", "1", "value"] }];
    expect(await create({ enable: true, metafields })).toMatchObject({
      data: { validationCreate: { validation: null, userErrors } },
    });
    expect([shop.validations, shop.metafields]).toEqual([[], []]);
    await create({ enable: false });
    expect(await update({ enable: true, metafields })).toMatchObject({
      data: { validationUpdate: { validation: null, userErrors } },
    });
    expect(shop.validations).toMatchObject([{ enabled: false }]);
    expect(shop.metafields).toEqual([]);
  });

  it("is not the 26th that is enabled, but may be one more that is not", async () => {
    for (let count = 0; count < 25; count += 1) await create({ enable: true });
    expect(await create({ enable: true })).toMatchObject({
      data: { validationCreate: { userErrors: [{ code: "MAX_VALIDATIONS_ACTIVATED" }] } },
    });
    expect(await create({ enable: false })).toMatchObject({ data: { validationCreate: { userErrors: [] } } });
    expect(await update({ enable: true })).toMatchObject({ data: { validationUpdate: { userErrors: [] } } });
    expect(shop.validations).toHaveLength(26);
  });

  it("takes a scope to be read, and another to be made, changed, or told more", async () => {
    await create({});
    const set = `mutation { metafieldsSet(metafields: [{ ownerId: "${gid()}", namespace: "$app", key: "requirement", type: "single_line_text_field", value: "x" }]) { userErrors { message } } }`;
    const denied = (field: string, scope: string) => ({
      errors: [
        {
          message: `Access denied for ${field} field. Required access: \`${scope}\` access scope.`,
          extensions: { code: "ACCESS_DENIED" },
        },
      ],
    });
    shop.installation.scopes = ["read_validations", "write_products"];
    expect(await served.graphql(LIST)).not.toHaveProperty("errors");
    expect(await create({})).toMatchObject(denied("validationCreate", "write_validations"));
    expect(await update({})).toMatchObject(denied("validationUpdate", "write_validations"));
    expect(await served.graphql(set)).toMatchObject(denied("metafieldsSet", "write_validations"));
    shop.installation.scopes = ["write_products"];
    expect(await served.graphql(LIST)).toMatchObject(denied("validations", "read_validations"));
    expect(shop.validations).toHaveLength(1);
  });
});
