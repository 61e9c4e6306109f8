import { integrate } from "../../sandbox/shopify/storefront/storefront.fixture.ts";
import { expect, test } from "./storefrontTest.ts";

test("a design survives that the network goes while it is added, and is added at the shopper's word", async ({
  shopper,
  shop,
  page,
}) => {
  await shop.change({ addToCart: { fault: "connection", count: 1 } });
  await shopper.visit("/products/morning-mug");
  await shopper.openButton().click();
  const cut = page.waitForEvent("requestfailed");
  await shopper.confirm("Olivia");
  await cut;

  if (shopper.visited.theme === "plain") {
    // The browser's own page says so. The way back leads to the product.
    await page.waitForURL(/^chrome-error:/);
    await page.goBack();
  } else {
    await expect(page.getByRole("main").getByText(shopper.themeSays("cart.failed")).first()).toBeVisible();
  }
  await expect(shopper.editButton()).toBeVisible();
  await shopper.expectUsable("10 not added");
  expect(await shopper.cart()).toEqual([]);

  await shopper.addToCart().click();
  await shopper.expectCartShown();
  const [line, ...others] = await shopper.cart();
  expect(others).toEqual([]);
  expect(line?.properties["_customInfoId"]).toMatch(/^\d{18}$/);
});

test("a customizer that fails is told about, and can be tried again until it works", async ({
  shopper,
  shop,
  page,
}) => {
  const cushion = "CUSHION-LINEN";
  integrate(shop.shop, [cushion]);
  await shopper.visit("/products/linen-cushion");
  // CustoMeow has removed its custom feature since.
  await shopper.openButton().click();
  await expect(shopper.dialog().getByText(shopper.says("customizer.failed"))).toBeVisible();
  await shopper.expectUsable("16 failed");
  const again = page.waitForRequest(/client-api\/product/);
  await shopper.dialogButton("customizer.retry").click();
  await again;
  await expect(shopper.dialog().getByText(shopper.says("customizer.failed"))).toBeVisible();
  await shopper.dialogButton("customizer.close").click();
  await shopper.addToCart().click();
  await expect(shopper.dialog()).toBeVisible();
  expect(await shopper.cart()).toEqual([]);
});
