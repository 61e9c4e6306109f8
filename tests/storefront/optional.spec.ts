import { expect, test } from "./storefrontTest.ts";

const MOUNTS_WITHIN_MILLISECONDS = 15_000;

test("where a design is optional, a customizer that does not come up keeps nobody from buying", async ({
  shopper,
  shop,
  page,
}) => {
  shop.setBlock({ requirement: "optional" });
  await shop.breakCustomizer(true);
  await page.clock.install();
  await shopper.visit("/products/morning-mug");

  await test.step("the payment buttons are there from the start", async () => {
    const buttons = page.locator(".shopify-payment-button");
    await expect(buttons.filter({ visible: true })).toHaveCount(await buttons.count());
  });

  await test.step("the shopper is told, and that the product can be bought without", async () => {
    await shopper.openButton().click();
    await expect(shopper.dialog().getByText(shopper.says("customizer.loading"))).toBeVisible();
    await page.clock.fastForward(MOUNTS_WITHIN_MILLISECONDS);
    await expect(shopper.dialog().getByText(shopper.says("customizer.timeout"))).toBeVisible();
    await expect(shopper.dialog().getByText(shopper.says("customizer.without_design"))).toBeVisible();
    await expect(shopper.dialog().locator("iframe")).toBeHidden();
    await shopper.expectUsable("7 does not come up");
  });

  await test.step("can try again", async () => {
    await shop.breakCustomizer(false);
    await shopper.dialogButton("customizer.retry").click();
    await expect(shopper.text()).toBeVisible();
    await expect(shopper.dialog().getByText(shopper.says("customizer.timeout"))).toBeHidden();
    await page.keyboard.press("Escape");
    await expect(shopper.dialog()).toBeHidden();
  });

  await test.step("or buys the product as it is", async () => {
    await shopper.addToCart().click();
    await shopper.expectCartShown();
    expect(await shopper.cart()).toMatchObject([{ sku: "MUG-WHITE-11" }]);
    const [line] = await shopper.cart();
    expect(line?.properties).toEqual({});
  });
});
