import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createAdminApi } from "../../app/shopify/adminApi.ts";
import { exampleShop, serveAdminApi } from "../../sandbox/shopify/admin-api/shop.fixture.ts";
import { functionInput } from "../../sandbox/shopify/storefront/validation/functionInput.ts";
import { runInputQuery } from "../../sandbox/shopify/storefront/validation/inputQuery.ts";
import { checkout, type CheckoutInput, type CheckoutProduct } from "./cart.fixture.ts";
import { extensionFile, loadCheckoutFunction } from "./checkoutFunction.ts";

const PRODUCT_ID = "1001";
const LARGEST_METAFIELD = 10_000;
/** In bytes, of a cart of up to 200 lines: https://shopify.dev/docs/api/functions/latest */
const LARGEST_INPUT = 128_000;
const MOST_VARIANTS = 2_048;
const LARGEST_ID = 10n ** 20n;

const schemaText = await extensionFile("schema.graphql");
const queryText = await extensionFile("src/cart_validations_generate_run.graphql");
const { errorsFor, errorsInNode } = await loadCheckoutFunction();

const metafield = z.object({ value: z.string() }).nullable();
const asked = z.object({
  cart: z.object({
    lines: z.tuple([
      z.object({
        merchandise: z.object({
          product: z.object({
            title: z.string(),
            integratedVariants: z.object({ jsonValue: z.unknown() }).nullable(),
            ids1: metafield,
            ids2: metafield,
            ids3: metafield,
            ids4: metafield,
            ids5: metafield,
          }),
        }),
      }),
    ]),
  }),
});

/** A shop in which the variants of a product were published. */
class PublishedProduct {
  readonly #shop = exampleShop();
  readonly #server = serveAdminApi(this.#shop);
  readonly #admin = createAdminApi(async ({ document, data }, variables) => {
    const answer: unknown = await (await (await this.#server).send(document, variables)).json();
    return data.parse((answer as { data: unknown }).data);
  });

  async publish(variants: Record<string, string>, published?: Record<string, string>): Promise<void> {
    const product = { productId: PRODUCT_ID, variants, ...(published && { published }) };
    expect(await this.#admin.publishProductVariants([product])).toEqual([]);
  }

  /** As the function is given it: without the metafields that are too large for functions. */
  async given(): Promise<CheckoutProduct> {
    const variantId = this.#shop.products[0]?.variants[0]?.id ?? "";
    const line = { id: "1", key: "k", variantId, quantity: 1, sellingPlanId: null, properties: {} };
    const cart = { token: "t", note: null, attributes: {}, lines: [line], used: true };
    const step = "CHECKOUT_INTERACTION" as const;
    const question = { shop: this.#shop, validation: { id: "1" }, cart, step, locale: "en" };
    const input = await runInputQuery(schemaText, queryText, functionInput(question));
    return asked.parse(input).cart.lines[0].merchandise.product;
  }

  /** In bytes, of those that are for the function alone. */
  sizes(): number[] {
    return this.#shop.metafields
      .filter(({ key }) => key !== "integrated_variants")
      .map(({ value }) => Buffer.byteLength(value));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#server).close();
  }
}

/** With a line of each variant, told apart by their product's title. */
function checkoutOf(product: CheckoutProduct, variantIds: string[]): CheckoutInput {
  return checkout(
    variantIds.map((id) => ({
      customInfoId: null,
      merchandise: {
        __typename: "ProductVariant",
        id: `gid://shopify/ProductVariant/${id}`,
        product: { ...product, title: id },
      },
    })),
  );
}

/** Those of the variants that the checkout asks a design of. */
function stopped(product: CheckoutProduct, variantIds: string[]): string[] {
  const input = checkoutOf(product, variantIds);
  // As much as Shopify gives a function in QuickJS, which takes long; the rest here.
  const errors = variantIds.length <= 3 ? errorsFor(input) : errorsInNode(input);
  return errors.map(({ message }) => /“([^“”]+)”/.exec(message)?.[1] ?? "");
}

const id = fc
  .integer({ min: 1, max: 20 })
  .chain((digits) => fc.bigInt(10n ** BigInt(digits - 1), 10n ** BigInt(digits) - 1n));
const count = fc.integer({ min: 1, max: MOST_VARIANTS });
/** As Shopify counts, or a shop's apps: even steps from anywhere. */
const evenSteps = fc
  .record({ first: id, step: fc.oneof(fc.constantFrom(1n, 32_768n), fc.bigInt(1n, 10n ** 12n)), count })
  .map(({ first, step, count }) => Array.from({ length: count }, (_, index) => first + BigInt(index) * step));
/** Without any order: five metafields' worth, where there are many of 20 digits. */
const scattered = fc
  .record({ seed: id, digits: fc.integer({ min: 1, max: 20 }), count })
  .map(({ seed, digits, count }) =>
    Array.from(
      { length: count },
      (_, index) => ((seed + BigInt(index)) * 6_364_136_223_846_793_005n) % 10n ** BigInt(digits),
    ),
  );
const variantIds = fc
  .array(
    fc.oneof(
      evenSteps,
      scattered,
      id.map((one) => [one]),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((groups) =>
    [...new Set(groups.flat())].filter((one) => one > 0n && one < LARGEST_ID).slice(0, MOST_VARIANTS),
  )
  .filter((ids) => ids.length > 0);

/** Ids that are easily taken for one of them: beside it, a part of it, it with more digits. */
function neighbours(integrated: bigint[]): string[] {
  const own = new Set(integrated.map(String));
  const near = integrated.flatMap((one) => [
    String(one + 1n),
    String(one - 1n),
    String(one + 32_768n),
    String(one * 10n),
    String(one).slice(1),
    String(one).slice(0, -1),
  ]);
  const others = [...new Set(near)].filter((one) => /^[1-9]\d*$/.test(one) && !own.has(one));
  const every = Math.ceil(others.length / 1_000);
  return others.filter((_, index) => index % every === 0);
}

describe("a product with however many variants that can be personalised", () => {
  it("is stopped for each of them and for no other, through metafields that the function is given", async () => {
    // Of more bytes, 2,048 would be more than Shopify takes.
    const sku = fc.oneof(
      fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 15 }),
      fc.constantFrom("MUG-WHITE", "Tasse weiß"),
    );
    await fc.assert(
      fc.asyncProperty(variantIds, sku, async (ids, text) => {
        const integrated = ids.map(String);
        await using shop = new PublishedProduct();
        await shop.publish(Object.fromEntries(integrated.map((one) => [one, text])));
        for (const size of shop.sizes()) expect(size).toBeLessThanOrEqual(LARGEST_METAFIELD);

        const product = await shop.given();
        const others = neighbours(ids);
        expect(stopped(product, integrated)).toEqual(integrated);
        expect(stopped(product, others)).toEqual([]);
        const [first = "", last = first] = [integrated[0], integrated.at(-1)];
        expect(stopped(product, [first, others[0] ?? "0", last])).toEqual([...new Set([first, last])]);
      }),
      // Making a failure of thousands of variants smaller takes minutes.
      { numRuns: 40, endOnFailure: true },
    );
  }, 60_000);

  it.each([
    ["ids of 20 digits", (index: number) => String(LARGEST_ID - 1n - BigInt(index) ** 2n)],
    ["ids of 14 digits", (index: number) => String(44_130_283_225_308n + BigInt(index) ** 2n)],
    ["ids in even steps", (index: number) => String(44_130_283_225_308n + BigInt(index) * 32_768n)],
  ])("is checked whole with the 2,048 that Shopify allows: %s", async (_, idOf) => {
    const integrated = Array.from({ length: MOST_VARIANTS }, (__, index) => idOf(index));
    await using shop = new PublishedProduct();
    await shop.publish(Object.fromEntries(integrated.map((one) => [one, "MUG-WHITE-11-OZ"])));
    const product = await shop.given();
    expect(product.integratedVariants).toBeNull();
    expect(stopped(product, integrated)).toEqual(integrated);
  });

  it("leaves room for 200 lines of it in what Shopify gives a function, if its variants were made together", async () => {
    const integrated = Array.from({ length: MOST_VARIANTS }, (_, index) =>
      String(44_130_283_225_308 + index * 32_768),
    );
    await using shop = new PublishedProduct();
    await shop.publish(Object.fromEntries(integrated.map((one) => [one, "MUG-WHITE-11-OZ"])));
    const input = checkoutOf(await shop.given(), integrated.slice(0, 200));
    expect(Buffer.byteLength(JSON.stringify(input))).toBeLessThanOrEqual(LARGEST_INPUT);
  });

  it("is let through when it can be personalised no longer", async () => {
    const integrated = Array.from({ length: 800 }, (_, index) => String(2_001 + index ** 2));
    const many = Object.fromEntries(integrated.map((one) => [one, "MUG-WHITE"]));
    const one = { "2001": "MUG-WHITE" };
    await using shop = new PublishedProduct();
    await shop.publish(many);
    expect(stopped(await shop.given(), integrated)).toHaveLength(800);
    await shop.publish(one, many);
    expect(stopped(await shop.given(), integrated)).toEqual(["2001"]);
    await shop.publish(many, one);
    await shop.publish({}, many);
    expect(stopped(await shop.given(), integrated)).toEqual([]);
  });
});
