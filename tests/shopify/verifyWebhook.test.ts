import "@shopify/shopify-api/adapters/web-api";
import "@shopify/shopify-api/adapters/web-api";
import { createHmac } from "node:crypto";
import { ApiVersion, LogSeverity, shopifyApi, WebhookType } from "@shopify/shopify-api";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createWebhookVerifier } from "../../app/shopify/verifyWebhook.ts";

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

/** As the app's server hands it over. */
async function verify(request: Request, secrets = [SECRET]) {
  const body = Buffer.from(await request.arrayBuffer());
  return createWebhookVerifier(secrets)(Object.fromEntries(request.headers), body);
}

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

  it.each(["x-shopify-topic", "x-shopify-shop-domain", "x-shopify-webhook-id"])(
    "is malformed where %s is longer than an index takes",
    async (name) => {
      expect(await verify(webhook(ORDER, { [name]: "x".repeat(3_000) }))).toMatchObject({
        outcome: "malformed",
      });
    },
  );

  it("is taken with the secret before the present one, while both are given", async () => {
    const old = webhook(ORDER, { "x-shopify-hmac-sha256": sign(ORDER, "the secret before") });
    expect(await verify(old.clone(), [SECRET, "the secret before"])).toMatchObject({ outcome: "verified" });
    expect(await verify(old)).toEqual({ outcome: "forged" });
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

  it("is forged where its body is empty", async () => {
    expect(await verify(webhook("", { "x-shopify-hmac-sha256": sign("") }))).toEqual({ outcome: "forged" });
  });
});

/** What Shopify's library makes of it; it does not read the body. */
async function byTheLibrary(request: Request): Promise<"verified" | "forged" | "malformed"> {
  const rawBody = await request.clone().text();
  const check = await webhooks.validate({ rawBody, rawRequest: request });
  if (!check.valid) return check.reason === "missing_headers" ? "malformed" : "forged";
  return check.webhookType === WebhookType.Webhooks && isJson(rawBody) ? "verified" : "malformed";
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const names = ["topic", "shop-domain", "api-version", "webhook-id", "triggered-at"];
const anyBody = fc.oneof(
  fc.json(),
  fc.string({ unit: "binary" }).map((text) => text.toWellFormed()),
  fc.constant(""),
);
const anyValue = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("orders/create", "example-shop.myshopify.com", "2026-10", "42") },
  fc.constantFrom(null, "", " ", "\t"),
  fc.string({ unit: "grapheme-ascii", maxLength: 20 }),
);
const anySignature = fc.constantFrom(
  "right",
  "right",
  "right",
  "of another body",
  "of another secret",
  "",
  null,
);
const anyHeaders = (prefix: string) =>
  fc.record(Object.fromEntries(names.map((name) => [`${prefix}${name}`, anyValue])));

it("is judged as Shopify's library judges it, whatever its headers and its body are", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      anyBody,
      anyHeaders("x-shopify-"),
      anyHeaders("shopify-"),
      anySignature,
      fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, anySignature),
      async (body, classic, ofEvents, signature, signatureOfEvents) => {
        const signed = (kind: string | null) =>
          kind === "right"
            ? sign(body)
            : kind === "of another body"
              ? sign(`${body} `)
              : kind === "of another secret"
                ? sign(body, "another secret")
                : kind;
        const request = webhook(body, {
          ...classic,
          ...ofEvents,
          "x-shopify-hmac-sha256": signed(signature),
          "shopify-hmac-sha256": signed(signatureOfEvents),
        });
        const { outcome } = await verify(request.clone());
        expect(outcome).toBe(await byTheLibrary(request));
        seen.add(outcome);
      },
    ),
    { numRuns: 1_000 },
  );
  expect(seen).toEqual(new Set(["verified", "forged", "malformed"]));
});
