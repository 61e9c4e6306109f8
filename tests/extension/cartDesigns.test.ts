import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { chromiumLaunch } from "../browser/chromium.ts";
import { type CartPage, type CartTheme, keyOf, type Line, startCartPage } from "./cartPage.ts";

const designed = (variant: number, id: string, preview = `https://previews.example/${id}.png`): Line => ({
  variant,
  quantity: 1,
  properties: { _customInfoId: id, _customPreview: preview },
});
const plain = (variant: number): Line => ({ variant, quantity: 1, properties: {} });

let browser: Browser;
let shop: CartPage;
let page: Page;
let pageErrors: Error[];

beforeAll(async () => {
  const { launchOptions } = await chromiumLaunch();
  browser = await chromium.launch({ ...launchOptions, args: ["--no-sandbox"] });
  shop = await startCartPage();
}, 60_000);
beforeEach(async () => {
  shop.requests.length = 0;
  pageErrors = [];
  page = await browser.newPage();
  page.setDefaultTimeout(4_000);
  page.on("pageerror", (error) => pageErrors.push(error));
  await page.route(/^https?:\/\/(previews|customizer)\.example\//, (route) =>
    route.fulfill({ contentType: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg"/>' }),
  );
});
afterEach(async () => {
  await page.close();
  expect(pageErrors).toEqual([]);
});
afterAll(async () => {
  await browser.close();
  await shop.close();
});

async function visit(lines: Line[], theme: CartTheme = "keyed"): Promise<void> {
  Object.assign(shop, { lines, theme });
  await page.goto(`${shop.url}/cart`);
}

/** For each line of that place, by the design it has: which preview and which link are shown with it. */
function shown(place: "#main" | "#drawer"): Promise<{ line: string; previews: string[]; links: string[] }[]> {
  return page.locator(`${place} li`).evaluateAll((lines) =>
    lines.map((line) => ({
      line: line.getAttribute("data-test") ?? "",
      previews: [...line.querySelectorAll(".customeow-cart-design img")].map(
        (image) => image.getAttribute("src") ?? "",
      ),
      links: [...line.querySelectorAll(".customeow-cart-design a")].map(
        (link) => `${link.textContent}: ${link.getAttribute("href") ?? ""}`,
      ),
    })),
  );
}

const withDesign = (id: string, variant = 101) => ({
  line: id,
  previews: [`https://previews.example/${id}.png`],
  links: [`Edit design: /products/mug?variant=${variant}`],
});
const without = { line: "", previews: [], links: [] };

describe.each(["keyed", "removable", "plain"] as const)("in a cart whose lines are %s", (theme) => {
  test("each design is shown with its own line, on the page and in the drawer", async () => {
    await visit([designed(101, "11"), plain(102), designed(101, "12"), designed(103, "13")], theme);
    const lines = [withDesign("11"), without, withDesign("12"), withDesign("13", 103)];
    expect(await shown("#main")).toEqual(lines);
    expect(await shown("#drawer")).toEqual(lines);
  });

  test("a line of the same variant without a design gets none", async () => {
    await visit([plain(101), designed(101, "11"), plain(101)], theme);
    expect(await shown("#main")).toEqual([without, withDesign("11"), without]);
  });
});

test("where the theme lists the lines in another order, each design still goes by the line's key", async () => {
  await visit([designed(101, "11"), designed(101, "12")]);
  await page.evaluate(() => {
    const list = document.querySelector("#main ul");
    for (const design of document.querySelectorAll(".customeow-cart-design")) design.remove();
    list?.append(...[...list.children].reverse());
  });
  await expect.poll(() => shown("#main")).toEqual([withDesign("12"), withDesign("11")]);
});

test("nothing is shown outside the cart, nor where there is no design", async () => {
  await visit([designed(101, "11")]);
  expect(await page.locator("#related .customeow-cart-design").count()).toBe(0);
  await visit([plain(101)]);
  expect(await page.locator(".customeow-cart-design").count()).toBe(0);
});

test("line and design stay together when the quantity changes", async () => {
  const lines = [designed(101, "11"), designed(101, "12")];
  await visit(lines);
  const [, second] = lines;
  if (!second) throw new Error("The cart has no second line");
  await page.evaluate(
    (key) => (Reflect.get(window, "changeLine") as (...fields: unknown[]) => Promise<void>)(key, 3),
    keyOf(second),
  );
  expect(second.quantity).toBe(3);
  await expect.poll(() => shown("#main")).toEqual([withDesign("11"), withDesign("12")]);
  await expect.poll(() => shown("#drawer")).toEqual([withDesign("11"), withDesign("12")]);
});

test("a design that is added to the cart without a new page is shown as well", async () => {
  await visit([designed(101, "11")]);
  await page.evaluate(() =>
    (Reflect.get(window, "addDesign") as (...fields: unknown[]) => Promise<void>)(101, "12"),
  );
  const added = { line: "12", previews: [], links: ["Edit design: /products/mug?variant=101"] };
  await expect.poll(() => shown("#main")).toEqual([added, withDesign("11")]);
  await expect.poll(() => shown("#drawer")).toEqual([added, withDesign("11")]);
});

test("an answer that comes late does not undo a newer one", async () => {
  await visit([]);
  const answers = [designed(101, "11"), designed(101, "12")].map((line) => ({
    items: [{ ...line, key: keyOf(line), variant_id: 101, url: "/products/mug?variant=101" }],
  }));
  let newerIsThere: (() => void) | undefined;
  const newer = new Promise<void>((resolve) => (newerIsThere = resolve));
  let asked = 0;
  await page.route("**/en/cart.js", async (route) => {
    asked += 1;
    if (asked === 1) await newer;
    await route.fulfill({ json: answers[asked === 1 ? 0 : 1] });
  });
  await page.evaluate(() => {
    const section = document.querySelector("#main ul");
    if (section) section.innerHTML = '<li data-test=""><a href="/products/mug?variant=101">Mug</a></li>';
    for (let change = 0; change < 2; change += 1)
      document.dispatchEvent(new Event("shopify:cart:lines-update"));
  });
  await expect.poll(() => shown("#main")).toEqual([{ ...withDesign("12"), line: "" }]);
  const late = page.waitForResponse("**/en/cart.js");
  newerIsThere?.();
  await late;
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  expect(await shown("#main")).toEqual([{ ...withDesign("12"), line: "" }]);
});

test("a change by Shopify's own action is noticed as well", async () => {
  await visit([]);
  shop.lines.push(designed(101, "11"));
  await page.evaluate(() => {
    const event = new Event("shopify:cart:lines-update", { bubbles: true });
    document.body.dispatchEvent(Object.assign(event, { promise: Promise.resolve({ userErrors: [] }) }));
  });
  await expect.poll(() => shop.requests).toContain("/en/cart.js");
});

test("nothing is requested before the cart changes", async () => {
  await visit([plain(101)]);
  expect(shop.requests).not.toContain("/en/cart.js");
});

test.each([
  "javascript:alert(1)",
  "http://elsewhere.example/a.png",
  "data:image/svg+xml,<svg onload=alert(1)>",
  '"><img src=x onerror=alert(1)>',
  "//elsewhere.example/a.png",
])("a preview at %s is not shown, and its text becomes no markup", async (address) => {
  await visit([designed(101, "11", address)]);
  expect(await shown("#main")).toEqual([{ ...withDesign("11"), previews: [] }]);
  expect(await page.locator("img[src=x]").count()).toBe(0);
});

test("a preview of the customizer's own origin is shown", async () => {
  const address = `${shop.customizerUrl}/a.png`;
  await visit([designed(101, "11", address)]);
  expect(await shown("#main")).toEqual([{ ...withDesign("11"), previews: [address] }]);
});

test("a preview that is gone leaves the link alone", async () => {
  await page.route("https://previews.example/11.png", (route) => route.fulfill({ status: 404 }));
  await visit([designed(101, "11")]);
  await expect.poll(() => shown("#main")).toEqual([{ ...withDesign("11"), previews: [] }]);
});

test("what is put into headings does not become part of them", async () => {
  await visit([designed(101, "11")]);
  expect(await page.locator("#main h3").innerText()).toBe("Mug");
});
