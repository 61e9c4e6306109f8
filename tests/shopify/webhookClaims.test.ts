import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createWebhookVerifier } from "../../app/shopify/verifyWebhook.ts";
import { contradictionIn } from "../../app/shopify/webhookClaims.ts";
import { exampleShop } from "../../sandbox/shopify/admin-api/shop.fixture.ts";
import { createSessionToken } from "../../sandbox/shopify/admin-api/oauth/sessionToken.ts";

const shop = exampleShop();
const claimed = (topic: string, body: unknown, shopDomain = shop.domain) => ({
  topic,
  shopDomain,
  webhookId: "1",
  triggeredAt: null,
  body: typeof body === "string" ? body : JSON.stringify(body),
});

describe("a webhook that Shopify signed", () => {
  it("contradicts itself where its topic is none of the address that it came to", () => {
    expect(contradictionIn(claimed("app/uninstalled", {}), ["orders/create"])).toContain("topic");
  });

  it("contradicts itself where its body is of another shop", () => {
    const removal = claimed("app/uninstalled", { myshopify_domain: shop.domain }, "other.myshopify.com");
    expect(contradictionIn(removal, ["app/uninstalled"])).toContain("another shop");
  });

  it.each([
    ["app/uninstalled", { id: 6_100_000_000_001, name: "#1001", line_items: [] }],
    ["shop/redact", { shop_domain: shop.domain, customer: { id: 1 }, orders_requested: [] }],
    ["shop/redact", { shop_domain: shop.domain, customer: { id: 1 }, orders_to_redact: [] }],
    ["customers/redact", { shop_domain: shop.domain, customer: { id: 1 }, orders_requested: [1] }],
    ["customers/data_request", { shop_id: 1, shop_domain: shop.domain }],
  ])("contradicts itself where it claims to be %s and its body is %j", (topic, body) => {
    expect(contradictionIn(claimed(topic, body), [topic])).toContain("another topic");
  });

  it.each(["7", '"text"', "null", "[]"])("is none where its body is %s", (body) => {
    expect(contradictionIn(claimed("orders/create", body), ["orders/create"])).toContain("no JSON object");
  });

  it("is taken where its shop is written in other letters", () => {
    const removal = claimed("app/uninstalled", { myshopify_domain: shop.domain.toUpperCase() });
    expect(contradictionIn(removal, ["app/uninstalled"])).toBeNull();
  });
});

it("is never made of a session token, which is signed with the same secret", async () => {
  const [header = "", payload = "", signature = ""] = (await createSessionToken(shop)).split(".");
  const body = `${header}.${payload}`;
  const hmac = Buffer.from(signature, "base64url").toString("base64");
  // The signature is right, and that is not enough.
  expect(createHmac("sha256", shop.app.clientSecret).update(body).digest("base64")).toBe(hmac);
  const verify = createWebhookVerifier([shop.app.clientSecret]);
  const headers = {
    "x-shopify-hmac-sha256": hmac,
    "x-shopify-topic": "orders/create",
    "x-shopify-shop-domain": shop.domain,
    "x-shopify-api-version": "2026-10",
    "x-shopify-webhook-id": "1",
  };
  expect(verify(headers, Buffer.from(body))).toMatchObject({ outcome: "malformed" });
  expect(contradictionIn(claimed("orders/create", body), ["orders/create"])).toContain("no JSON object");
});
