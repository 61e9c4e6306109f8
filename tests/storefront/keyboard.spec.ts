import { expect, test } from "./storefrontTest.ts";

test("the keyboard alone is enough to design a product and buy it", async ({ shopper, page }) => {
  await shopper.visit("/products/morning-mug");

  await test.step("the button is reached, and the window opened and closed", async () => {
    await shopper.tabTo(shopper.openButton());
    await page.keyboard.press("Enter");
    await expect(shopper.dialogButton("customizer.close")).toBeFocused();
    await expect(shopper.text()).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(shopper.dialog()).toBeHidden();
    await expect(shopper.openButton()).toBeFocused();
  });

  await test.step("the focus stays in the window", async () => {
    await page.keyboard.press("Enter");
    await expect(shopper.text()).toBeVisible();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("main, header, footer"))).toBeNull();
  });

  await test.step("and the design is made and bought", async () => {
    await shopper.tabTo(shopper.text());
    await page.keyboard.type("Olivia");
    await page.keyboard.press("Enter");
    await shopper.expectCartShown();
    expect(await shopper.cart()).toMatchObject([{ sku: "MUG-WHITE-11", quantity: 1 }]);
  });
});
