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
