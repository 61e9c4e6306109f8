import { readFile } from "node:fs/promises";
import { buildSchema, Kind, lexicographicSortSchema, printSchema, visit } from "graphql";
import { parse as parseToml } from "smol-toml";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CHECKOUT_VALIDATION_HANDLE } from "../../app/shopify/operations/checkoutValidation.ts";
import { API_VERSION } from "../../app/shopify/shopify.ts";
import { EXTENSION, extensionFile, loadCheckoutFunction } from "./checkoutFunction.ts";

const configuration = z
  .object({
    api_version: z.string(),
    extensions: z.tuple([
      z.object({
        handle: z.string(),
        type: z.literal("function"),
        targeting: z.tuple([
          z.object({
            target: z.literal("cart.validations.generate.run"),
            input_query: z.string(),
            export: z.string(),
          }),
        ]),
      }),
    ]),
  })
  .parse(parseToml(await extensionFile("shopify.extension.toml")));
const declaration = z.object({ access: z.object({ storefront: z.string().optional() }) });
const [extension] = configuration.extensions;
const [targeting] = extension.targeting;

describe("the extension of the checkout validation", () => {
  it("has the handle by which the app switches it on, and the app's API version", () => {
    expect(extension.handle).toBe(CHECKOUT_VALIDATION_HANDLE);
    expect(configuration.api_version).toBe(API_VERSION);
  });

  it("names an input query and an export that are there", async () => {
    await expect(extensionFile(targeting.input_query)).resolves.toContain("query ");
    const module: unknown = await import(new URL("src/index.js", EXTENSION).href);
    // Shopify CLI asks for the name in kebab case and calls the function of that name in camel case.
    const exported = targeting.export.replace(/-./g, (letters) => letters.slice(1).toUpperCase());
    expect(module).toHaveProperty(exported);
  });

  it("is built against the schema that Shopify has today", async () => {
    const { schema } = await loadCheckoutFunction();
    const built = buildSchema(await extensionFile("schema.graphql"));
    expect(printSchema(lexicographicSortSchema(built))).toBe(printSchema(lexicographicSortSchema(schema)));
  });

  it("asks for no more than Shopify lets a query cost", async () => {
    const { query } = await loadCheckoutFunction();
    // 3 for a metafield, whatever of it is read; 1 for any other field at the end of a branch; 30 in all.
    // https://shopify.dev/docs/api/functions/latest#input-query-limits
    let cost = 0;
    visit(query, {
      [Kind.FIELD]: ({ name, selectionSet }) => {
        const isMetafield = name.value === "metafield";
        const isEnd = !selectionSet && name.value !== "__typename";
        cost += isMetafield ? 3 : isEnd ? 1 : 0;
        return isMetafield ? false : undefined;
      },
    });
    expect(cost).toBeLessThanOrEqual(30);
    const text = await extensionFile(targeting.input_query);
    expect(Buffer.byteLength(text.replace(/#.*/g, ""))).toBeLessThanOrEqual(3_000);
  });

  it("reads product metafields that the app declares, and only the theme's own is public", async () => {
    const app = await readFile(new URL("../../shopify.app.toml", EXTENSION), "utf8");
    const { product } = z
      .object({ product: z.object({ metafields: z.object({ app: z.record(z.string(), declaration) }) }) })
      .parse(parseToml(app));
    const declared = product.metafields.app;
    const text = await extensionFile(targeting.input_query);
    const read = [...text.matchAll(/key: "(integrated_\w+)"/g)].map(([, key]) => key);
    expect(Object.keys(declared)).toEqual(read);
    const open = Object.keys(declared).filter((key) => declared[key]?.access.storefront !== undefined);
    expect(open).toEqual(["integrated_variants"]);
  });
});
