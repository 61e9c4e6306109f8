import { expect, test } from "./storefrontTest.ts";

const MUG = "/products/morning-mug";

test("a bar at the bottom of the page leads to the customizer, and adds the design itself", async ({
  shopper,
  page,
}) => {
  // It shows while the product's own button is out of sight.
  await page.setViewportSize({ width: shopper.width, height: 440 });
  await shopper.visit(MUG);
  const bar = page.locator("[data-sticky-bar]");
  await expect(bar).toBeVisible();
  await bar.locator("[name=add]").click();
  await shopper.confirm("Olivia");
  await shopper.expectCartShown();
  expect(await shopper.cart()).toMatchObject([
    {
      sku: "MUG-WHITE-11",
      quantity: 1,
      properties: { _customInfoId: expect.stringMatching(/^\d{18}$/) as unknown },
    },
  ]);
});

test("a quick view has the block of its own product, over a dialog that is open already", async ({
  shopper,
  page,
}) => {
  await shopper.visit("/collections/all");
  await page.locator("article", { hasText: "Morning Mug" }).locator("[data-quick-view]").click();
  const quickView = page.locator("dialog.quick-view");
  await expect(shopper.openButton(quickView)).toBeVisible();
  await shopper.expectUsable("14 quick view");
  await quickView.locator(".buy [name=add]").click();
  await expect(shopper.text()).toBeVisible();
  await shopper.expectUsable("15 quick view, customizer");
  await shopper.confirm("Olivia");
  await shopper.expectCartShown();
  const [line] = await shopper.cart();
  expect(line?.sku).toBe("MUG-WHITE-11");
  expect(line?.properties["_customInfoId"]).toMatch(/^\d{18}$/);
});
