import { buildSchema, lexicographicSortSchema, printSchema } from "graphql";
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
});
