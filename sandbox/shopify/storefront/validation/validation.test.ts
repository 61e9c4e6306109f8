import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { writeExtension } from "../liquid/appExtension.fixture.ts";
import { connect, exampleShop, exampleValidation, openStorefront, variantId } from "../storefront.fixture.ts";
import { functionExtension } from "./functionExtension.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The part of Shopify's schema that these functions ask for. */
const SCHEMA = `
  scalar JSON
  enum Step { CART_INTERACTION CHECKOUT_INTERACTION CHECKOUT_COMPLETION }
  enum LanguageCode { EN DE PT_BR }
  type BuyerJourney { step: Step }
  type Language { isoCode: LanguageCode! }
  type Localization { language: Language! }
  type Attribute { key: String!, value: String }
  type Metafield { value: String!, jsonValue: JSON!, type: String! }
  type Product { title: String!, metafield(namespace: String, key: String!): Metafield }
  type ProductVariant { id: ID!, sku: String, product: Product! }
  type CustomProduct { title: String! }
  union Merchandise = ProductVariant | CustomProduct
  type CartLine { quantity: Int!, attribute(key: String): Attribute, merchandise: Merchandise! }
  type Cart { lines: [CartLine!]! }
  type Validation { metafield(namespace: String, key: String!): Metafield }
  type Query { buyerJourney: BuyerJourney!, localization: Localization!, cart: Cart!, validation: Validation! }
  schema { query: Query }
`;

const QUERY = `
  query Input {
    buyerJourney { step }
    localization { language { isoCode } }
    cart {
      lines {
        quantity
        design: attribute(key: "_customInfoId") { value }
        merchandise {
          __typename
          ... on ProductVariant { id product { title skus: metafield(key: "integrated_variants") { jsonValue } } }
          ... on CustomProduct { title }
        }
      }
    }
  }`;

/** Says what it was given, as its one error. */
const ECHO = `export function cartValidationsGenerateRun(input) {
  return { operations: [{ validationAdd: { errors: [{ message: JSON.stringify(input), target: "$.cart" }] } }] };
}`;

async function extensionWith(files: Record<string, string>) {
  const extension = await writeExtension(files);
  closing.push(extension.remove);
  return extension.directory;
}

const withFunction = (code: string) =>
  extensionWith({ "schema.graphql": SCHEMA, "src/run.graphql": QUERY, "src/index.js": code });

function exampleQuestion() {
  const shop = exampleShop();
  connect(shop, "morning-mug");
  const variant = variantId(shop, "MUG-WHITE-11");
  const line = { id: "1", key: "k", variantId: variant, quantity: 2, sellingPlanId: null };
  const lines = [{ ...line, properties: { _customInfoId: "18" } }];
  const cart = { token: "t", note: null, attributes: {}, lines, used: true };
  return {
    shop,
    validation: exampleValidation,
    cart,
    step: "CHECKOUT_INTERACTION" as const,
    locale: "pt-BR",
    variant,
  };
}

describe("a validation function", () => {
  it("is given what its input query asks for, and nothing else", async () => {
    const { variant, ...question } = exampleQuestion();
    const [problem] = await functionExtension(await withFunction(ECHO))(question);
    expect(problem?.target).toBe("$.cart");
    expect(JSON.parse(problem?.message ?? "")).toEqual({
      buyerJourney: { step: "CHECKOUT_INTERACTION" },
      localization: { language: { isoCode: "PT_BR" } },
      cart: {
        lines: [
          {
            quantity: 2,
            design: { value: "18" },
            merchandise: {
              __typename: "ProductVariant",
              id: `gid://shopify/ProductVariant/${variant}`,
              product: {
                title: "Morning Mug",
                skus: { jsonValue: expect.objectContaining({ [variant]: "MUG-WHITE-11" }) as unknown },
              },
            },
          },
        ],
      },
    });
  });

  it("is not given a metafield of more than 10,000 bytes", async () => {
    const { shop, ...question } = exampleQuestion();
    for (const metafield of shop.metafields)
      if (metafield.type === "json") metafield.value = `"${"x".repeat(10_000)}"`;
    const [problem] = await functionExtension(await withFunction(ECHO))({ shop, ...question });
    expect(problem?.message).toContain('"skus":null');
  });

  it("is given the metafields of the rule for which it is run, not of another", async () => {
    const { shop, ...question } = exampleQuestion();
    const at = new Date().toISOString();
    for (const [id, value] of [
      ["8001", "optional"],
      ["8002", "required"],
    ])
      shop.metafields.push({
        id: `1${id}`,
        ownerId: `gid://shopify/Validation/${id}`,
        namespace: `app--${shop.app.id}`,
        key: "requirement",
        type: "single_line_text_field",
        value: value ?? "",
        createdAt: at,
        updatedAt: at,
      });
    const query = `query Input { validation { requirement: metafield(namespace: "$app", key: "requirement") { value } } }`;
    const directory = await extensionWith({
      "schema.graphql": SCHEMA,
      "src/run.graphql": query,
      "src/index.js": ECHO,
    });
    const given = async (id: string) =>
      JSON.parse(
        (await functionExtension(directory)({ shop, ...question, validation: { id } }))[0]?.message ?? "",
      ) as unknown;
    expect(await given("8001")).toEqual({ validation: { requirement: { value: "optional" } } });
    expect(await given("8002")).toEqual({ validation: { requirement: { value: "required" } } });
    expect(await given("8003")).toEqual({ validation: { requirement: null } });
  });

  it("may be the default export, and asynchronous", async () => {
    const code = ECHO.replace("export function cartValidationsGenerateRun", "export default async function");
    expect(await functionExtension(await withFunction(code))(exampleQuestion())).toHaveLength(1);
  });

  it("is read again when it changes", async () => {
    const directory = await withFunction(ECHO);
    const validate = functionExtension(directory);
    expect(await validate(exampleQuestion())).toHaveLength(1);
    const never = "export const cartValidationsGenerateRun = () => ({ operations: [] });";
    await writeFile(join(directory, "src", "index.js"), never);
    expect(await validate(exampleQuestion())).toEqual([]);
  });

  it("finds every cart right before there is an extension or code in it", async () => {
    expect(await functionExtension("/nowhere")(exampleQuestion())).toEqual([]);
    expect(await functionExtension(await extensionWith({}))(exampleQuestion())).toEqual([]);
  });

  it.each([
    ["asks for a field that Shopify does not have", QUERY.replace("quantity", "amount"), ECHO, /not valid/],
    ["answers something else", QUERY, "export default () => ({ errors: [] });", /operations/],
    ["throws", QUERY, "export default () => { throw new Error('Ouch'); };", /Ouch/],
  ])("fails loudly when it %s", async (_what, query, code, message) => {
    const files = { "schema.graphql": SCHEMA, "src/run.graphql": query, "src/index.js": code };
    await expect(functionExtension(await extensionWith(files))(exampleQuestion())).rejects.toThrow(message);
  });
});

describe("a cart that a validation function refuses", () => {
  let storefront: Awaited<ReturnType<typeof openStorefront>>;
  let refusing: string[];
  beforeEach(async () => {
    refusing = [];
    storefront = await openStorefront({
      validateCart: ({ step, cart }) => {
        const refused =
          refusing.includes(step) && cart.lines.some(({ properties }) => !properties._customInfoId);
        return Promise.resolve(
          refused ? [{ message: "“Mug” still needs your design.", target: "$.cart" }] : [],
        );
      },
    });
    closing.push(() => storefront.close());
  });

  const buyer = { email: "ana@example.com", firstName: "Ana", lastName: "Lee", address: "Maple Street 1" };
  const mug = () => variantId(storefront.shop, "MUG-WHITE-11");
  const shopper = async () => {
    const visitor = storefront.visitor();
    await visitor.post("/cart/add.js", { id: mug() });
    return visitor;
  };

  it.each(["default", "plain", "sections"])("is told so on the cart page of the theme %s", async (theme) => {
    const visitor = await shopper();
    refusing = ["CART_INTERACTION"];
    expect(await visitor.text(`/cart?theme=${theme}`)).toMatch(
      /role="alert">\s*<ul>\s*<li>“Mug” still needs your design/,
    );
  });

  it("is told so in the checkout, where there is then nothing to press", async () => {
    const visitor = await shopper();
    refusing = ["CHECKOUT_INTERACTION"];
    const page = await visitor.text("/checkout");
    expect(page).toContain("“Mug” still needs your design.");
    expect(page).not.toContain('type="submit"');
  });

  it("is not sold, whatever way its buyer came", async () => {
    const visitor = await shopper();
    refusing = ["CHECKOUT_COMPLETION"];
    const body = new URLSearchParams(buyer);
    expect((await visitor.send("/checkout", { method: "POST", body })).status).toBe(422);
    const buyNow = await visitor.post("/checkouts/buy-now.json", { id: mug() });
    const { url } = z.object({ url: z.string() }).parse(await buyNow.json());
    expect((await visitor.send(url, { method: "POST", body })).status).toBe(422);
    expect(storefront.shop.orders).toEqual([]);
    refusing = [];
    expect((await visitor.send("/checkout", { method: "POST", body })).status).toBe(303);
  });

  it("stays as it was, when the function refuses a change of it", async () => {
    const visitor = storefront.visitor();
    refusing = ["CART_INTERACTION"];
    const answer = await visitor.post("/cart/add.js", { id: mug() });
    expect([answer.status, await answer.json()]).toEqual([
      422,
      {
        status: 422,
        message: "“Mug” still needs your design.",
        description: "“Mug” still needs your design.",
      },
    ]);
    expect(await visitor.json("/cart.js")).toMatchObject({ item_count: 0 });
    const designed = { id: mug(), properties: { _customInfoId: "18" } };
    expect((await visitor.post("/cart/add.js", designed)).status).toBe(200);
  });

  it("is sold while no rule is enabled in the shop", async () => {
    const visitor = await shopper();
    refusing = ["CHECKOUT_INTERACTION"];
    for (const validation of storefront.shop.validations) validation.enabled = false;
    expect(await visitor.text("/checkout")).toContain('type="submit"');
    storefront.shop.validations = [];
    expect(await visitor.text("/checkout")).toContain('type="submit"');
  });

  it("is sold when validations are switched off, or the app is uninstalled", async () => {
    const visitor = await shopper();
    refusing = ["CHECKOUT_INTERACTION"];
    await visitor.post("/sandbox/storefront", { validation: false });
    expect(await visitor.text("/checkout")).toContain('type="submit"');
    await visitor.post("/sandbox/storefront", { validation: true });
    expect(await visitor.text("/checkout")).not.toContain('type="submit"');
    storefront.shop.installation.installed = false;
    expect(await visitor.text("/checkout")).toContain('type="submit"');
  });
});
