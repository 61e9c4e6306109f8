import { readFile } from "node:fs/promises";
import { parse } from "smol-toml";
import { z } from "zod";
import type { WebhookSubscription } from "../shop/shop.ts";

const subscription = z.object({
  topics: z.array(z.string()).default([]),
  compliance_topics: z.array(z.string()).default([]),
  uri: z.string(),
  include_fields: z.array(z.string()).optional(),
});

const configuration = z.object({
  webhooks: z.object({ subscriptions: z.array(subscription).default([]) }),
});

/**
 * What the app subscribes to in its configuration, one entry a topic. Source: shopify.dev, "App configuration".
 * @param file - `shopify.app.toml`.
 * @param appUrl - The app's public address, which relative addresses start from.
 */
export async function readSubscriptions(file: string, appUrl: string): Promise<WebhookSubscription[]> {
  const { webhooks } = configuration.parse(parse(await readFile(file, "utf8")));
  return webhooks.subscriptions.flatMap(({ topics, compliance_topics, uri, include_fields }) =>
    [...topics, ...compliance_topics].map((topic) => ({
      topic,
      address: uri.startsWith("/") ? appUrl.replace(/\/$/, "") + uri : uri,
      includeFields: include_fields ?? null,
    })),
  );
}
