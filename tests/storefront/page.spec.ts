import { expect, test } from "./storefrontTest.ts";

const MUG = "/products/morning-mug";

test("before the shopper acts nothing moves, and only the shop is asked for anything", async ({
  shopper,
  page,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  // Not the theme's own font, with which its texts change their size when it comes.
  await page.route("**/cdn/fonts/**", (route) => route.abort());
  await page.addInitScript(() => {
    Reflect.set(window, "shifts", []);
    new PerformanceObserver((list) => {
      const shifts = Reflect.get(window, "shifts") as unknown[];
      // Not in TypeScript's library yet: https://wicg.github.io/layout-instability/
      for (const shift of list.getEntries()) {
        const sources = Reflect.get(shift, "sources") as { node: Node | null }[];
        shifts.push(sources.map(({ node }) => [node?.nodeName, node?.textContent?.trim().slice(0, 40)]));
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  await shopper.visit(MUG);
  await expect(shopper.openButton()).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(await page.evaluate(() => Reflect.get(window, "shifts") as unknown)).toEqual([]);
  expect(asked.filter((url) => !url.startsWith(shopper.shop.url))).toEqual([]);
  expect(
    asked
      .filter((url) => url.includes("/extensions/"))
      .map((url) => url.split("/").at(-1))
      .toSorted(),
  ).toEqual(["cart-designs.css", "cart-designs.js", "customizer.css", "customizer.js"]);
});

test("the variant in the page's address is the one that is designed", async ({ shopper, page }) => {
  await shopper.visit(`${MUG}?variant=${shopper.variant("MUG-SAGE-15")}`);
  await shopper.openButton().click();
  await expect(shopper.text()).toBeVisible();
  expect(await page.locator("dialog.customeow-dialog iframe").getAttribute("src")).toContain(
    "sku=MUG-SAGE-15",
  );
});

test("a variant that is sold out is not designed in vain", async ({ shopper, shop }) => {
  await shop.change({ soldOut: ["MUG-SAGE-15"] });
  await shopper.visit(`${MUG}?variant=${shopper.variant("MUG-SAGE-15")}`);
  await shopper.openButton().click();
  await expect(shopper.status("customizer.sold_out")).toBeVisible();
  await expect(shopper.dialog()).toHaveCount(0);
  await shopper.expectUsable("11 sold out");
});

test("a product with one variant is designed like any other", async ({ shopper }) => {
  await shopper.visit("/products/market-tote");
  await shopper.openButton().click();
  await shopper.confirm("Olivia");
  await shopper.expectCartShown();
  expect(await shopper.cart()).toMatchObject([{ sku: "TOTE-NATURAL" }]);
});

test("what cannot be personalised sells as if there were no app", async ({ shopper }) => {
  await shopper.visit("/products/botanical-poster");
  await expect(shopper.block()).toHaveCount(0);
  await shopper.addToCart().click();
  await shopper.expectCartShown();
  await shopper.visit("/products/everyday-phone-case");
  await expect(shopper.openButton()).toBeVisible();
  await shopper.choose("Galaxy S25");
  await expect(shopper.block()).toBeHidden();
  await shopper.addToCart().click();
  await shopper.expectCartShown();
  const skus = (await shopper.cart()).map(({ sku }) => sku);
  expect(skus.toSorted()).toEqual(["CASE-GALAXY-S25", "POSTER-BOTANICAL"]);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("nothing is offered that would not work", async ({ shopper, page }) => {
    await shopper.visit(MUG);
    const told = page.locator("main noscript");
    expect(await told.textContent()).toBe(shopper.says("customizer.no_script"));
    expect((await told.boundingBox())?.height).toBeGreaterThan(0);
    await expect(shopper.block()).toBeHidden();
  });
});

test("the theme editor says what is missing before shoppers can see the block", async ({
  shopper,
  shop,
  page,
}) => {
  const note = page.locator(".shopify-app-block");
  await shopper.visit("/products/botanical-poster?design_mode=true");
  await expect(note.getByText(shopper.says("editor.not_integrated"))).toBeVisible();
  await shopper.expectUsable("12 editor, not integrated");
  await shopper.visit(
    `/products/everyday-phone-case?design_mode=true&variant=${shopper.variant("CASE-GALAXY-S25")}`,
  );
  await expect(note.getByText(shopper.says("editor.variant_not_integrated"))).toBeVisible();
  await shopper.choose("iPhone 16");
  await expect(shopper.openButton()).toBeVisible();
  await expect(note.getByText(shopper.says("editor.variant_not_integrated"))).toBeHidden();
  shop.connect(false);
  await shopper.visit(`${MUG}?design_mode=true`);
  await expect(note.getByText(shopper.says("editor.not_connected"))).toBeVisible();
  await expect(note.getByRole("link", { name: shopper.says("editor.open_app") })).toBeVisible();
  await shopper.expectUsable("13 editor, not connected");
});
