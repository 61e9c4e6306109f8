import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isValidSessionToken } from "../admin-api/oauth/sessionToken.ts";
import { exampleShop } from "../admin-api/shop.fixture.ts";
import { startAdminWithApp } from "./admin.fixture.ts";
import { embeddedAddress, signatureOf } from "./embeddedAddress.ts";
import { startAdmin } from "./startAdmin.ts";

let admin: Awaited<ReturnType<typeof startAdminWithApp>>;

beforeAll(async () => {
  admin = await startAdminWithApp();
});
afterAll(() => admin.close());
beforeEach(() => {
  Object.assign(admin.shop, exampleShop());
  admin.webhooks.length = 0;
});

const get = async (path: string) => (await fetch(admin.url + path)).text();
const post = (path: string, body: unknown = {}) =>
  fetch(admin.url + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
const submit = (path: string, fields: Record<string, string>) =>
  fetch(admin.url + path, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });

describe("embedding", () => {
  it("signs the address's parameters as Shopify does", async () => {
    const shop = exampleShop();
    const { searchParams, pathname } = new URL(
      await embeddedAddress(shop, "https://app.example.com", "/app?tab=2"),
    );
    expect(pathname).toBe("/app");
    expect(atob(searchParams.get("host") ?? "")).toBe("admin.shopify.com/store/example-shop");
    expect(searchParams.get("hmac")).toBe(signatureOf(searchParams, shop.app.clientSecret));
    expect(await isValidSessionToken(shop, searchParams.get("id_token") ?? "")).toBe(true);
    expect([...searchParams.keys()].sort()).toEqual(
      ["embedded", "hmac", "host", "id_token", "locale", "session", "shop", "tab", "timestamp"].sort(),
    );
  });

  it("the signature covers the parameters sorted by name", () => {
    // Made with: printf 'embedded=1&shop=a.myshopify.com' | openssl dgst -sha256 -hmac secret
    const parameters = new URLSearchParams({ shop: "a.myshopify.com", hmac: "ignored", embedded: "1" });
    expect(signatureOf(parameters, "secret")).toBe(
      "76fe4e28c34c5ec1c1bed7869b9c46ffee5f14dca8b3419826e10eb4d0b0eff3",
    );
  });

  it("offers to install an app that is not installed", async () => {
    admin.shop.installation.installed = false;
    const page = await get("/apps/example-app");
    expect(page).toContain("Install Example App");
    expect(page).not.toContain("<iframe");
  });
});

describe("an order's page", () => {
  it("has buttons that refund a piece and cancel the order, and the app is told", async () => {
    const [order] = admin.shop.orders;
    await submit("/orders/6001/lines/0/refund", {});
    expect(order?.lineItems[0]).toMatchObject({ quantity: 2, currentQuantity: 1 });
    expect(await get("/orders/6001")).toContain("1 removed");

    await submit("/orders/6001/cancel", {});
    expect(order?.lineItems[0]?.currentQuantity).toBe(0);
    expect(await get("/orders/6001")).not.toContain("Cancel order");
    expect(admin.webhooks.map(({ topic }) => topic)).toEqual([
      "orders/updated",
      "orders/updated",
      "orders/cancelled",
    ]);
    expect((await submit("/orders/6001/lines/0/refund", {})).status).toBe(404);
  });
});

describe("pages", () => {
  it("shows an order's line with its properties, escaped", async () => {
    admin.shop.orders[0]?.lineItems[0]?.properties.push({ name: "Text", value: "<b>& more" });
    const page = await get("/orders/6001");
    expect(page).toContain("_customInfoId:</span> 123456789012345678");
    expect(page).toContain("&lt;b&gt;&amp; more");
  });

  it("has a page for what does not exist", async () => {
    expect((await fetch(`${admin.url}/orders/1`)).status).toBe(404);
  });
});

describe("theme editor", () => {
  const deepLink = (block: string, clientId = "example-client-id") =>
    `/themes/current/editor?template=product&addAppBlockId=${clientId}/${block}&target=mainSection`;
  const embedLink = (embed: string, clientId = "example-client-id") =>
    `/themes/current/editor?context=apps&activateAppId=${clientId}/${embed}`;
  const connect = () =>
    admin.shop.metafields.push({
      id: "1",
      ownerId: "gid://shopify/AppInstallation/9101",
      namespace: "customeow",
      key: "connected",
      type: "boolean",
      value: "true",
      createdAt: "2026-11-01T00:00:00Z",
      updatedAt: "2026-11-01T00:00:00Z",
    });

  it("offers the deep link's block with its defaults, and places it when it is saved", async () => {
    connect();
    const page = await get(deepLink("customizer"));
    expect(page).toContain("Not saved yet");
    expect(admin.shop.placedBlocks).toEqual([]);

    await submit("/themes/current/blocks", {
      block: "customizer",
      label: "Make it yours",
      mode: "inline",
      height: "700",
    });
    expect(admin.shop.placedBlocks).toEqual([
      {
        block: "customizer",
        enabled: true,
        settings: { label: "Make it yours", mode: "inline", full_width: false, height: 700 },
      },
    ]);
  });

  it("shows the defaults of what the merchant never set, so that saving changes nothing", async () => {
    connect();
    admin.shop.placedBlocks.push({ block: "customizer", settings: { label: "Mine" }, enabled: true });
    const page = await get("/themes/current/editor");
    expect(page).toContain('value="Mine"');
    expect(page).toContain('value="600"');
    expect(page).toMatch(/name="full_width"\s+value="true"\s+checked/);
  });

  it("changes and removes a block", async () => {
    connect();
    await submit("/themes/current/blocks", { block: "customizer", label: "A" });
    await submit("/themes/current/blocks/0", { label: "B", full_width: "true" });
    expect(admin.shop.placedBlocks[0]).toMatchObject({
      enabled: false,
      settings: { label: "B", full_width: true },
    });
    await submit("/themes/current/blocks/0/remove", {});
    expect(admin.shop.placedBlocks).toEqual([]);
  });

  it("has app embeds in a panel of their own, switched on once a deep link's is saved", async () => {
    connect();
    expect(await get("/themes/current/editor")).not.toContain("Cart previews");
    const page = await get(embedLink("previews"));
    expect(page).toContain("Not saved yet");
    expect(page).not.toContain("Personalise");
    expect(admin.shop.placedBlocks).toEqual([]);

    await submit("/themes/current/embeds/previews", { enabled: "true", size: "large" });
    const saved = { block: "previews", enabled: true, settings: { size: "large" } };
    expect(admin.shop.placedBlocks).toEqual([saved]);
    expect(await get("/themes/current/editor")).not.toContain("Cart previews");

    await submit("/themes/current/embeds/previews", { size: "large" });
    expect(admin.shop.placedBlocks).toEqual([{ ...saved, enabled: false }]);
  });

  it("takes no embed for a block of a section, and no block for an embed", async () => {
    connect();
    expect(await get(deepLink("previews"))).toContain("no block named");
    expect(await get(embedLink("customizer"))).toContain("no app embed named");
    await submit("/themes/current/blocks", { block: "previews" });
    await submit("/themes/current/embeds/customizer", { enabled: "true" });
    expect(admin.shop.placedBlocks).toEqual([]);
  });

  it.each([
    ["a block that the app does not have", deepLink("unknown"), "no block named"],
    ["an embed of another app", embedLink("previews", "other"), "not installed"],
    ["an embed whose available_if is not true", embedLink("previews"), "not available yet"],
    ["a link with another app's client id", deepLink("customizer", "other"), "not installed"],
    ["a block whose available_if is not true", deepLink("customizer"), "not available yet"],
  ])("refuses %s", async (_, link, words) => {
    expect(await get(link)).toContain(words);
  });

  it("does not place a block that is not available", async () => {
    await submit("/themes/current/blocks", { block: "customizer" });
    expect(admin.shop.placedBlocks).toEqual([]);
  });
});

describe("control API", () => {
  it("uninstalling revokes tokens, removes the app's data and block, and tells the app once", async () => {
    const token = admin.adminApi.tokens.issueOffline(true).accessToken;
    admin.shop.placedBlocks.push({ block: "customizer", settings: {}, enabled: true });
    await post("/sandbox/uninstall");
    await post("/sandbox/uninstall");
    expect(admin.shop.installation.installed).toBe(false);
    expect(admin.shop.placedBlocks).toEqual([]);
    expect(admin.adminApi.tokens.stateOf(token)).toBe("unknown");
    expect(admin.webhooks).toMatchObject([
      { topic: "app/uninstalled", payload: { id: 5001, myshopify_domain: "example-shop.myshopify.com" } },
    ]);

    await post("/sandbox/install");
    expect(admin.shop.installation).toMatchObject({ installed: true, id: "9102" });
  });

  it("sends compliance webhooks on demand", async () => {
    await post("/sandbox/compliance", { topic: "customers/redact", orders: ["6001"] });
    expect(admin.webhooks).toMatchObject([
      { topic: "customers/redact", payload: { shop_id: 5001, orders_to_redact: [6001] } },
    ]);
  });

  it("gives out session tokens", async () => {
    const answer = (await (await post("/sandbox/session-token")).json()) as { token: string };
    expect(await isValidSessionToken(admin.shop, answer.token)).toBe(true);
  });

  it("tells which calls were made and what they cost, and no token", async () => {
    const token = admin.adminApi.tokens.issueOffline(true).accessToken;
    await callAdminApi(token, "query NameOfShop { shop { name } }");
    const state = await get("/sandbox/state");
    expect(JSON.parse(state)).toMatchObject({
      calls: {
        latest: expect.arrayContaining([
          expect.objectContaining({ operation: "NameOfShop", status: 200, actualCost: 1 }),
        ]) as unknown[],
      },
    });
    expect(state).not.toContain(token);
  });

  it("switches faults on for a number of requests", async () => {
    const token = admin.adminApi.tokens.issueOffline(true).accessToken;
    await post("/sandbox/faults", { fault: "status", status: 502, times: 1 });
    expect((await callAdminApi(token, "{ shop { name } }")).status).toBe(502);
    expect((await callAdminApi(token, "{ shop { name } }")).status).toBe(200);
  });

  it("can do the work and cut the connection before the answer", async () => {
    const token = admin.adminApi.tokens.issueOffline(true).accessToken;
    await post("/sandbox/faults", { fault: "reset-after" });
    const write = `mutation { metafieldsSet(metafields: [{ ownerId: "gid://shopify/Product/1001", namespace: "some", key: "done", type: "boolean", value: "true" }]) { userErrors { message } } }`;
    await expect(callAdminApi(token, write)).rejects.toThrow();
    expect(admin.shop.metafields).toMatchObject([{ key: "done" }]);
  });

  it("refuses a fault that does not exist", async () => {
    expect((await post("/sandbox/faults", { fault: "earthquake" })).status).toBe(400);
  });
});

it("names the port that is in use", async () => {
  const port = Number(new URL(admin.url).port);
  const again = startAdmin({
    port,
    shop: exampleShop(),
    storefrontUrl: "http://localhost:1",
    appProxyUrl: "http://localhost:1",
    extensionDirectory: ".",
    sendWebhook: () => undefined,
  });
  await expect(again).rejects.toThrow(String(port));
});

function callAdminApi(token: string, query: string) {
  return fetch(`${admin.url}/admin/api/2026-10/graphql.json`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-forwarded-host": admin.shop.domain,
      "x-shopify-access-token": token,
    },
    body: JSON.stringify({ query }),
  });
}
