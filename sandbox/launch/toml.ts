import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "smol-toml";
import { z } from "zod";

const file = join(import.meta.dirname, "..", "..", "shopify.app.toml");

const configuration = z.object({
  name: z.string(),
  access_scopes: z.object({ scopes: z.string() }),
  webhooks: z.object({ api_version: z.string() }),
});

/** What Shopify knows of the app from `shopify.app.toml`. */
export async function readAppConfiguration(): Promise<{
  name: string;
  scopes: string[];
  webhookApiVersion: string;
}> {
  const { name, access_scopes, webhooks } = configuration.parse(parse(await readFile(file, "utf8")));
  const scopes = access_scopes.scopes.split(",").map((scope) => scope.trim());
  return { name, scopes, webhookApiVersion: webhooks.api_version };
}
