import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { parse } from "smol-toml";
import { expect, it } from "vitest";
import { z } from "zod";
import { WEBHOOK_TOPICS } from "../../app/shopify/webhookClaims.ts";

const configuration = z.object({
  webhooks: z.object({
    subscriptions: z.array(
      z.object({
        uri: z.string(),
        topics: z.array(z.string()).default([]),
        compliance_topics: z.array(z.string()).default([]),
      }),
    ),
  }),
});
const file = await readFile("shopify.app.toml", "utf8");

it("takes at each address exactly the topics that the app's configuration has Shopify send there", () => {
  const { subscriptions } = configuration.parse(parse(file)).webhooks;
  const told = subscriptions.map(({ uri, topics, compliance_topics }) => [
    uri,
    [...topics, ...compliance_topics],
  ]);
  expect(Object.fromEntries(told)).toEqual(WEBHOOK_TOPICS);
});

it("names files in the app's configuration that exist", () => {
  const named = file.match(/\bapp\/[\w/.]+\.ts\b/g) ?? [];
  expect(named).toContain("app/http/webhooks.ts");
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});
