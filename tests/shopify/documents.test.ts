import { readFile } from "node:fs/promises";
import { parse as parseToml } from "smol-toml";
import { parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { appInstallationOperation } from "../../app/shopify/operations/appInstallation.ts";
import { lineItemImagesOperation } from "../../app/shopify/operations/lineItemImages.ts";
import { listOrdersOperation } from "../../app/shopify/operations/listOrders.ts";
import {
  deleteMetafieldsOperation,
  setMetafieldsOperation,
} from "../../app/shopify/operations/metafields.ts";
import { readOrderLinesOperation, readOrdersOperation } from "../../app/shopify/operations/readOrders.ts";
import { variantsBySkuOperation } from "../../app/shopify/operations/variantsBySku.ts";
import { API_VERSION } from "../../app/shopify/shopify.ts";
import {
  adminSchema,
  API_VERSION as SCHEMA_VERSION,
} from "../../sandbox/shopify/admin-api/graphql/adminSchema.ts";
import { adminSchemaFile } from "../../scripts/fetch-admin-schema.ts";

const operations = [
  appInstallationOperation,
  lineItemImagesOperation,
  setMetafieldsOperation,
  deleteMetafieldsOperation,
  variantsBySkuOperation,
  listOrdersOperation,
  readOrdersOperation,
  readOrderLinesOperation,
];

describe("what the app asks of the Admin API", () => {
  it.each(operations.map(({ name, document }) => ({ name, document })))(
    "is valid in Shopify's own schema: $name",
    async ({ document }) => {
      const schema = await adminSchema(await adminSchemaFile());
      expect(validate(schema, parse(document))).toEqual([]);
    },
  );

  it("is of the version that the app's configuration and the checked schema have", async () => {
    const configuration = z
      .object({ webhooks: z.object({ api_version: z.string() }) })
      .parse(parseToml(await readFile("shopify.app.toml", "utf8")));
    expect(API_VERSION).toBe(configuration.webhooks.api_version);
    expect(API_VERSION).toBe(SCHEMA_VERSION);
  });
});
