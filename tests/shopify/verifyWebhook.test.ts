import "@shopify/shopify-api/adapters/web-api";
import "@shopify/shopify-api/adapters/web-api";
import { createHmac } from "node:crypto";
import { ApiVersion, LogSeverity, shopifyApi } from "@shopify/shopify-api";
import { describe, expect, it } from "vitest";
import { readBounded } from "../../app/http/readBounded.ts";
import { verifyWebhook } from "../../app/shopify/verifyWebhook.ts";

const SECRET = "the-secret-of-the-app";
const { webhooks } = shopifyApi({
  apiKey: "client-id",
  apiSecretKey: SECRET,
  hostName: "app.example",
  isEmbeddedApp: true,
  apiVersion: ApiVersion.October26,
  logger: { level: LogSeverity.Error },
});

const ORDER = '{"id":9007199254740993123,"name":"#1001 – Zoë 👋"}';
const sign = (body: string, secret = SECRET) => createHmac("sha256", secret).update(body).digest("base64");

function webhook(body: string, headers: Record<string, string | null> = {}): Request {
  const all: Record<string, string | null> = {
    "content-type": "application/json",
    "x-shopify-hmac-sha256": sign(body),
    "x-shopify-topic": "orders/create",
    "x-shopify-shop-domain": "example-shop.myshopify.com",
    "x-shopify-api-version": "2026-10",
    "x-shopify-webhook-id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
    "x-shopify-triggered-at": "2026-11-04T13:34:46.123456789Z",
    ...headers,
  };
  const sent = Object.entries(all).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, value]],
  );
  return new Request("https://app.example/webhooks", { method: "POST", body, headers: sent });
}

const verify = (request: Request) => verifyWebhook(request, webhooks, readBounded);

describe("a webhook that Shopify signed", () => {
  it("is taken with its body as it came, every digit kept", async () => {
    expect(await verify(webhook(ORDER))).toEqual({
      outcome: "verified",
      webhook: {
        shopDomain: "example-shop.myshopify.com",
        topic: "orders/create",
        webhookId: "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
        triggeredAt: new Date("2026-11-04T13:34:46.123Z"),
        body: ORDER,
      },
    });
  });

  it.each([null, "yesterday"])("is taken without a time where that is %s", async (triggeredAt) => {
    const verified = await verify(webhook(ORDER, { "x-shopify-triggered-at": triggeredAt }));
    expect(verified).toMatchObject({ outcome: "verified", webhook: { triggeredAt: null } });
  });

  it.each(["x-shopify-topic", "x-shopify-shop-domain", "x-shopify-webhook-id"])(
    "is malformed without %s",
    async (name) => {
      expect(await verify(webhook(ORDER, { [name]: null }))).toMatchObject({ outcome: "malformed" });
    },
  );

  it("is malformed where its body is not JSON", async () => {
    expect(await verify(webhook("<order/>"))).toMatchObject({ outcome: "malformed" });
  });

  it("is malformed where it is one of Shopify's Events, whose headers have other names", async () => {
    const event = webhook(ORDER, {
      "x-shopify-hmac-sha256": null,
      "x-shopify-topic": null,
      "x-shopify-shop-domain": null,
      "x-shopify-api-version": null,
      "x-shopify-webhook-id": null,
      "shopify-hmac-sha256": sign(ORDER),
      "shopify-topic": "orders/create",
      "shopify-shop-domain": "example-shop.myshopify.com",
      "shopify-api-version": "2026-10",
      "shopify-webhook-id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
    });
    expect(await verify(event)).toMatchObject({ outcome: "malformed" });
  });

  it("is refused unread where it is larger than 4 MB", async () => {
    const body = JSON.stringify({ note: "x".repeat(4 * 1024 * 1024) });
    expect(await verify(webhook(body))).toEqual({ outcome: "too_large" });
  });
});

describe("a webhook that Shopify did not sign", () => {
  it.each([
    ["has the signature of another body", sign(ORDER.replace("1001", "1002"))],
    ["is signed with another secret", sign(ORDER, "another secret")],
    ["has a signature that is no base64", "%%%"],
    ["has no signature", null],
  ])("is forged where it %s", async (_, signature) => {
    expect(await verify(webhook(ORDER, { "x-shopify-hmac-sha256": signature }))).toEqual({
      outcome: "forged",
    });
  });
});
