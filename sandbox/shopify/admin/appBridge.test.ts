import { type Browser, type BrowserContext, chromium, type FrameLocator, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { chromiumLaunch } from "../../../tests/browser/chromium.ts";
import { isValidSessionToken } from "../admin-api/oauth/sessionToken.ts";
import { startAdminWithApp } from "./admin.fixture.ts";

let browser: Browser;
let context: BrowserContext;
let page: Page;
let admin: Awaited<ReturnType<typeof startAdminWithApp>>;
let app: FrameLocator;

beforeAll(async () => {
  const { launchOptions } = await chromiumLaunch();
  // The packaged browser's own arguments switch web security off: frames of other origins would not be kept apart.
  browser = await chromium.launch({ ...launchOptions, args: ["--no-sandbox"] });
}, 60_000);
afterAll(() => browser.close());

beforeEach(async () => {
  admin = await startAdminWithApp();
  context = await browser.newContext();
  page = await context.newPage();
  app = page.frameLocator("iframe.app-frame");
});
afterEach(async () => {
  await context.close();
  await admin.close();
});

const openApp = async (path = "") => {
  await page.goto(`${admin.url}/apps/example-app${path}`);
  await app.locator("h1").waitFor();
};

/** Runs in the embedded page. */
const inApp = async <Result>(expression: string): Promise<Result> => {
  const frame = page.frame("app-iframe");
  if (!frame) throw new Error("The app is not open.");
  return frame.evaluate(expression);
};

it("embeds the app at the path that the admin's address names", async () => {
  await openApp("/orders?status=open");
  const first = admin.requests[0]?.url;
  expect(first?.pathname).toBe("/orders");
  expect(first?.searchParams.get("status")).toBe("open");
  expect(first?.searchParams.get("embedded")).toBe("1");
});

describe("tokens", () => {
  it("idToken() gives a token that is valid for this shop and app", async () => {
    await openApp();
    const token = await inApp<string>("shopify.idToken()");
    expect(await isValidSessionToken(admin.shop, token)).toBe(true);
  });

  it("requests to the app carry a token, and are repeated with a fresh one when the app asks for it", async () => {
    await openApp();
    expect(
      await inApp("fetch('/api?stale', { method: 'POST', body: 'kept' }).then((answer) => answer.status)"),
    ).toBe(200);
    const calls = admin.requests.filter(({ url }) => url.pathname === "/api");
    expect(calls).toHaveLength(2);
    const tokens = calls.map(({ headers }) => headers.authorization?.replace("Bearer ", ""));
    expect(new Set(tokens).size).toBe(2);
    expect(await isValidSessionToken(admin.shop, tokens[1] ?? "")).toBe(true);
  });

  it("requests to anybody else carry none", async () => {
    await openApp();
    const request = page.waitForRequest((one) => one.url().startsWith("http://elsewhere.invalid"));
    await inApp("fetch('http://elsewhere.invalid/').catch(() => {})");
    expect((await request).headers().authorization).toBeUndefined();
  });

  it("the bounce page comes back with a token", async () => {
    await page.goto(`${admin.url}/apps/example-app/auth/session-token?shopify-reload=%2Forders%3Fx%3D1`);
    await app.getByRole("heading", { name: "Page /orders" }).waitFor();
    const reloaded = admin.requests.findLast(({ url }) => url.pathname === "/orders");
    expect(reloaded?.url.searchParams.get("x")).toBe("1");
    expect(await isValidSessionToken(admin.shop, reloaded?.url.searchParams.get("id_token") ?? "")).toBe(
      true,
    );
  });
});

describe("navigation", () => {
  it("the app's entries stand in the sidebar and drive the app's own router, and back works", async () => {
    await openApp();
    await page.getByRole("navigation").getByRole("link", { name: "Orders" }).last().click();
    await app.getByRole("heading", { name: "Page /orders" }).waitFor();
    await page.waitForURL(`${admin.url}/apps/example-app/orders`);
    expect(admin.requests.filter(({ url }) => url.pathname === "/orders")).toEqual([]);

    await page.goBack();
    await app.getByRole("heading", { name: "Page /", exact: true }).waitFor();
    await page.waitForURL(`${admin.url}/apps/example-app`);
  });

  it("links to shopify://admin open the admin's page", async () => {
    await openApp();
    await app.getByRole("link", { name: "An order" }).click();
    await page.waitForURL(`${admin.url}/orders/6001`);
    await page.getByText("_customInfoId:").waitFor();
  });
});

describe("what the admin's frame shows", () => {
  it("toasts and the title bar's buttons", async () => {
    await openApp();
    await page.getByRole("button", { name: "Do it" }).click();
    await page.getByRole("status").getByText("Clicked").waitFor();
  });

  it("the save bar, which saves, and keeps the merchant from leaving unasked", async () => {
    await openApp();
    await inApp("shopify.saveBar.show('bar')");
    await page.getByRole("navigation").getByRole("link", { name: "Products" }).click();
    await page.getByRole("button", { name: "Stay" }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("status").getByText("Saved").waitFor();
    await page.getByRole("region", { name: "Unsaved changes" }).waitFor({ state: "hidden" });
  });
});

it("app.extensions() tells whether the block is in use", async () => {
  await openApp();
  const status = "shopify.app.extensions().then(([extension]) => extension.activations[0].status)";
  expect(await inApp(status)).toBe("available");
  admin.shop.placedBlocks.push({ block: "customizer", settings: {}, enabled: true });
  expect(await inApp(status)).toBe("active");
});

it("says so where it does not model App Bridge", async () => {
  await openApp();
  const message = "shopify.resourcePicker({ type: 'product' }).catch((error) => error.message)";
  expect(await inApp(message)).toContain("does not model shopify.resourcePicker");
});

it("refuses a page with another app's API key", async () => {
  admin.shop.app.clientId = "another-client";
  const refusal = page.waitForEvent("console", (message) =>
    message.text().includes("API key is not the one"),
  );
  await page.goto(`${admin.url}/apps/example-app`);
  expect((await refusal).type()).toBe("error");
});
