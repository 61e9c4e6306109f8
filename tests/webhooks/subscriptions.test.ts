import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { parse } from "smol-toml";
import { expect, it } from "vitest";
import { z } from "zod";
import { SHOPIFY_WEBHOOK_PATHS } from "../../app/http/webhooks.ts";

const configuration = z.object({
  webhooks: z.object({ subscriptions: z.array(z.object({ uri: z.string() })) }),
});
const file = await readFile("shopify.app.toml", "utf8");

it("answers webhooks at exactly the addresses that the app's configuration tells Shopify", () => {
  const { subscriptions } = configuration.parse(parse(file)).webhooks;
  expect(new Set(subscriptions.map(({ uri }) => uri))).toEqual(new Set(SHOPIFY_WEBHOOK_PATHS));
});

it("names files in the app's configuration that exist", () => {
  const named = file.match(/\bapp\/[\w/.]+\.ts\b/g) ?? [];
  expect(named).toContain("app/http/webhooks.ts");
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});
