import { createHmac, randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { sandboxAddresses } from "./startSandbox.ts";

/** Posts a webhook to the running app as Shopify does, signed with `secret`. @returns the status of the answer */
async function post(body: string, secret: string | null, webhookId: string = randomUUID()): Promise<number> {
  const { app, credentials } = sandboxAddresses();
  const signature = secret === null ? null : createHmac("sha256", secret).update(body).digest("base64");
  const answer = await fetch(`${app}/webhooks/orders/create`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-shopify-topic": "orders/create",
      "x-shopify-shop-domain": credentials.shop,
      "x-shopify-api-version": "2026-10",
      "x-shopify-webhook-id": webhookId,
      ...(signature === null ? {} : { "x-shopify-hmac-sha256": signature }),
    },
  });
  return answer.status;
}

test("a webhook is acknowledged only with Shopify's signature, and only if it can be read", async () => {
  const { shopifyApiSecret } = sandboxAddresses().credentials;
  expect(await post("{}", "another secret")).toBe(401);
  expect(await post("{}", null)).toBe(401);
  expect(await post("no json", shopifyApiSecret)).toBe(400);
  expect(await post(`{"text":"${"x".repeat(5 * 1024 * 1024)}"}`, shopifyApiSecret)).toBe(413);
  expect(await post('{"id":1}', shopifyApiSecret)).toBe(200);
});

test("the same delivery is acknowledged again and again", async () => {
  const { shopifyApiSecret } = sandboxAddresses().credentials;
  const webhookId = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => post('{"id":2}', shopifyApiSecret, webhookId)),
  );
  expect(new Set(answers)).toEqual(new Set([200]));
});

test("the app's health is told truthfully", async ({ request }) => {
  const health = await request.get(`${sandboxAddresses().app}/health`);
  expect(await health.json()).toEqual({ status: "up", database: "up", worker: "up" });
});
