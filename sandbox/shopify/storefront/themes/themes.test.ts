import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { chromiumLaunch } from "../../../../tests/browser/chromium.ts";
import { openStorefront, variantId } from "../storefront.fixture.ts";

let browser: Browser;
let context: BrowserContext;
let page: Page;
let storefront: Awaited<ReturnType<typeof openStorefront>>;

beforeAll(async () => {
  browser = await chromium.launch((await chromiumLaunch()).launchOptions);
}, 60_000);
afterAll(() => browser.close());

beforeEach(async () => {
  storefront = await openStorefront();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
});
afterEach(async () => {
  await context.close();
  await storefront.close();
});

const open = (path: string, theme: string) =>
  page.goto(`${storefront.url}${path}${path.includes("?") ? "&" : "?"}theme=${theme}`);
const cartLines = async () => {
  const answer = await page.request.get(`${storefront.url}/cart.js`);
  return ((await answer.json()) as { items: Record<string, unknown>[] }).items;
};
const settings = (change: unknown) => storefront.visitor().post("/sandbox/storefront", change);
const drawer = () => page.locator("dialog.drawer[open]");
const variantInputs = () =>
  page
    .locator("form input[name=id]")
    .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));

describe.each(["default", "sections"])("the theme %s", (theme) => {
  it("adds to the cart and shows it in the drawer, where it can be changed", async () => {
    await open("/products/market-tote", theme);
    await page.locator(".buy [name=add]").click();
    await drawer().getByText("Market Tote").waitFor();
    await drawer().getByRole("button", { name: "One Market Tote more" }).click();
    await drawer().getByText("$48.00").first().waitFor();
    expect(await page.locator(".cart-count").textContent()).toBe("2");
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe(
      "One Market Tote more",
    );
    await drawer().getByRole("button", { name: "Remove Market Tote" }).click();
    await drawer().getByText("Nothing here yet").waitFor();
  });

  it("tells the shopper when the connection is cut, and adds once it is back", async () => {
    await open("/products/market-tote", theme);
    await settings({ addToCart: { fault: "connection", count: 1 } });
    await page.locator(".buy [name=add]").click();
    await page.locator(".product-info").getByText("Check your connection").waitFor();
    expect(await cartLines()).toEqual([]);
    await page.locator(".buy [name=add]").click();
    await drawer().getByText("Market Tote").waitFor();
  });

  it("shows the cart's refusal beside the button", async () => {
    await open("/products/market-tote", theme);
    await settings({ soldOut: ["TOTE-NATURAL"] });
    await page.locator(".buy [name=add]").click();
    await page.getByText("The product 'Market Tote' is already sold out.").first().waitFor();
  });

  it("shows in its drawer what an app adds with the standard actions", async () => {
    await open("/products/botanical-poster", theme);
    const merchandiseId = `gid://shopify/ProductVariant/${variantId(storefront.shop, "TOTE-NATURAL")}`;
    const result = await page.evaluate(`(async () => {
      const events = [];
      document.addEventListener("shopify:cart:lines-update", ({ action, context, lines, promise }) =>
        events.push({ action, context, lines: lines.length, promise: promise instanceof Promise }));
      const lines = [{ merchandiseId: "${merchandiseId}", attributes: [{ key: "Note", value: "from an app" }] }];
      const { cart, userErrors } = await Shopify.actions.updateCart({ lines });
      await Shopify.actions.openCart();
      const { cart: again } = await Shopify.actions.getCart();
      return { events, userErrors, quantity: cart.totalQuantity, same: again.id === cart.id,
        configured: !Shopify.actions.updateCart.isDefault() };
    })()`);
    expect(result).toEqual({
      events: [{ action: "add", context: "standard-action", lines: 1, promise: true }],
      userErrors: [],
      quantity: 1,
      same: true,
      configured: true,
    });
    await drawer().getByText("Note: from an app").waitFor();
    expect(await page.locator(".cart-count").textContent()).toBe("1");
  });
});

describe("the theme default", () => {
  it("fires a change of the hidden id when a variant is chosen, and notes it in the address", async () => {
    await open("/products/morning-mug", "default");
    await page.evaluate(
      "window.changes = 0; document.querySelector('input[name=id]').addEventListener('change', () => window.changes++)",
    );
    await page.getByText("Sage").click();
    const id = variantId(storefront.shop, "MUG-SAGE-11");
    expect(await page.evaluate("window.changes")).toBe(1);
    expect(await variantInputs()).toEqual([id]);
    expect(new URL(page.url()).searchParams.get("variant")).toBe(id);
  });
});

describe("the theme plain", () => {
  it("sets the hidden id without any event when a variant is chosen", async () => {
    await open("/products/morning-mug", "plain");
    await page.evaluate(`(() => {
      window.told = [];
      for (const input of document.querySelectorAll("input[name=id]"))
        for (const type of ["change", "input"]) input.addEventListener(type, () => window.told.push(type));
    })()`);
    const id = variantId(storefront.shop, "MUG-SAGE-15");
    const before = variantId(storefront.shop, "MUG-WHITE-11");
    await page.getByLabel("Choose").selectOption(id);
    // The instalments' form, the first one, is not told.
    expect(await variantInputs()).toEqual([before, id]);
    expect(await page.evaluate("window.told")).toEqual([]);
  });

  it("adds with a form that a button outside of it sends, and has its cart changed by forms and links", async () => {
    await open("/de/products/market-tote", "plain");
    expect(await page.locator("form button[name=add]").count()).toBe(0);
    await page.getByLabel("Menge").fill("2");
    await page.getByRole("button", { name: "In den Warenkorb" }).click();
    await page.waitForURL("**/de/cart");
    expect(await cartLines()).toMatchObject([{ quantity: 2 }]);
    await page.getByLabel("Menge von Market Tote").fill("3");
    await page.getByRole("button", { name: "Aktualisieren" }).click();
    await page.getByText("$72.00").first().waitFor();
    await page.getByRole("link", { name: "Market Tote entfernen" }).click();
    await page.getByText("Noch nichts darin").waitFor();
  });

  it("buys at once what is really inside the form, and leaves the cart alone", async () => {
    await open("/products/market-tote", "plain");
    await page.evaluate(`(() => {
      const form = document.getElementById("product-form-main-product");
      const field = (name) => Object.assign(document.createElement("input"), { name, value: "yes" });
      form.append(field("properties[Inside]"));
      const linked = field("properties[Linked]");
      linked.setAttribute("form", form.id);
      document.body.append(linked);
    })()`);
    await page.getByRole("button", { name: "Buy it now" }).click();
    await page.waitForURL("**/checkouts/cn/*");
    await page.getByRole("button", { name: /Pay now/ }).click();
    await page.waitForURL("**/thank-you/*");
    expect(storefront.shop.orders[0]?.lineItems).toMatchObject([
      { sku: "TOTE-NATURAL", properties: [{ name: "Inside", value: "yes" }] },
    ]);
    expect(await cartLines()).toEqual([]);
  });

  it("is loaded anew when an app changes the cart, and led to the cart's page", async () => {
    await open("/products/botanical-poster", "plain");
    const merchandiseId = `gid://shopify/ProductVariant/${variantId(storefront.shop, "TOTE-NATURAL")}`;
    const loaded = page.waitForEvent("load");
    await page.evaluate(`Shopify.actions.updateCart({ lines: [{ merchandiseId: "${merchandiseId}" }] })`);
    await loaded;
    await page.getByText("Your cart (1)").waitFor();
    await page.evaluate("Shopify.actions.openCart()");
    await page.waitForURL("**/cart");
  });
});

describe("the theme sections", () => {
  it("replaces the section's HTML when a variant is chosen, and notes it in the address", async () => {
    await open("/products/morning-mug", "sections");
    await page.evaluate("window.before = document.querySelector('product-section')");
    await page.getByLabel("Color").selectOption("Sage");
    await page.locator(".product-price", { hasText: "$19.00" }).waitFor();
    const id = variantId(storefront.shop, "MUG-SAGE-11");
    expect(await page.evaluate("window.before.isConnected")).toBe(false);
    expect(new URL(page.url()).searchParams.get("variant")).toBe(id);
    expect(await variantInputs()).toEqual([id, id]);
  });

  it("adds with a selling plan", async () => {
    await open("/products/morning-mug", "sections");
    await page.getByLabel("How often").selectOption("610435137");
    await page.locator(".buy [name=add]").click();
    await drawer().getByText("Delivered every month").waitFor();
  });

  it("has a bar that adds while the product's own button cannot be seen", async () => {
    await page.setViewportSize({ width: 390, height: 600 });
    await open("/products/morning-mug", "sections");
    const bar = page.locator("[data-sticky-bar]");
    await bar.getByRole("button", { name: /Add to cart/ }).click();
    await drawer().getByText("Morning Mug").waitFor();
    await drawer().getByRole("button", { name: "Close cart" }).click();
    await page.locator(".buy [name=add]").scrollIntoViewIfNeeded();
    await bar.waitFor({ state: "hidden" });
  });

  it("shows a product in a dialog, whose variants change there, and adds it", async () => {
    await open("/collections/all", "sections");
    await page.getByRole("button", { name: "Quick view: Morning Mug" }).click();
    const dialog = page.locator("dialog.quick-view");
    await dialog.getByLabel("Size").selectOption("15 oz");
    await dialog.getByText("$21.00").waitFor();
    expect(new URL(page.url()).pathname).toBe("/collections/all");
    expect(await dialog.locator("form").getAttribute("id")).toBe("product-form-quick-view");
    await dialog.locator("[name=add]").click();
    await drawer().getByText("White / 15 oz").waitFor();
    expect(await dialog.isVisible()).toBe(false);
  });

  it("sells a featured product on its home page", async () => {
    await open("/", "sections");
    const featured = page.locator(".featured");
    await featured.getByLabel("Choose").selectOption({ index: 2 });
    await featured.locator("[name=add]").click();
    await drawer().getByText("Sage / 11 oz").waitFor();
  });

  it("changes the cart's page without loading it anew", async () => {
    const id = variantId(storefront.shop, "TOTE-NATURAL");
    await page.request.post(`${storefront.url}/cart/add.js`, { data: { id } });
    await open("/cart", "sections");
    await page.evaluate("window.same = true");
    await page.locator("main").getByRole("button", { name: "One Market Tote more" }).click();
    await page.locator("main").getByText("$48.00").first().waitFor();
    await page.locator("main").getByRole("button", { name: "Remove Market Tote" }).click();
    await page.locator("main").getByText("Nothing here yet").waitFor();
    expect(await page.evaluate("window.same")).toBe(true);
  });
});

describe("the standard actions", () => {
  it("are there when the page is parsed, not before", async () => {
    await page.addInitScript(`
      window.seen = [];
      addEventListener("DOMContentLoaded", () => window.seen.push(typeof window.Shopify.actions.updateCart));
    `);
    await open("/cart", "plain");
    expect(await page.evaluate("window.seen")).toEqual(["function"]);
  });

  it("resolve with what is wrong, and reject when the shop cannot be reached, which an event tells too", async () => {
    await open("/cart", "plain");
    const call = (id: string) =>
      page.evaluate(`(async () => {
        const errors = [];
        document.addEventListener("shopify:cart:error", ({ code }) => errors.push(code));
        const lines = [{ merchandiseId: "${id}" }];
        const outcome = await Shopify.actions.updateCart({ lines }).then(
          ({ userErrors }) => userErrors.map(({ code }) => code), () => "rejected");
        return { outcome, errors };
      })()`);
    expect(await call("gid://shopify/ProductVariant/1")).toEqual({
      outcome: ["MERCHANDISE_NOT_APPLICABLE"],
      errors: [],
    });
    expect(await call("1")).toEqual({ outcome: "rejected", errors: ["SERVICE_UNAVAILABLE"] });
    await settings({ addToCart: { fault: "connection", count: 1 } });
    const known = `gid://shopify/ProductVariant/${variantId(storefront.shop, "TOTE-NATURAL")}`;
    expect(await call(known)).toEqual({ outcome: "rejected", errors: ["SERVICE_UNAVAILABLE"] });
  });
});

describe.each(["default", "plain", "sections"])("the theme editor's preview of %s", (theme) => {
  it("renders a section anew, with the events that tell scripts of it", async () => {
    await open("/products/morning-mug?design_mode=true", theme);
    await page.evaluate(`(() => {
      window.told = [];
      for (const type of ["shopify:section:unload", "shopify:section:load"])
        document.addEventListener(type, ({ target, detail }) => window.told.push([type, target.id, detail.sectionId]));
      window.before = document.getElementById("shopify-section-main-product");
      window.postMessage({ type: "sandbox:render-section", sectionId: "main-product" });
    })()`);
    await vi.waitFor(async () => {
      expect(await page.evaluate("window.told")).toEqual([
        ["shopify:section:unload", "shopify-section-main-product", "main-product"],
        ["shopify:section:load", "shopify-section-main-product", "main-product"],
      ]);
    });
    expect(await page.evaluate("window.before.isConnected")).toBe(false);
    expect(await page.evaluate("Shopify.designMode")).toBe(true);
  });
});
