import { expect, test } from "./storefrontTest.ts";

test("a design can be looked at, changed where it was left, and removed before it is bought", async ({
  shopper,
  shop,
  page,
}) => {
  shop.setBlock({ after_confirm: "review" });
  await shopper.visit("/products/morning-mug");

  await test.step("it is shown, and nothing is in the cart yet", async () => {
    await shopper.design("Olivia");
    await expect(shopper.status("customizer.ready")).toBeVisible();
    await expect(shopper.previews()).toHaveCount(1);
    expect(await shopper.cart()).toEqual([]);
    await shopper.expectUsable("5 designed");
  });

  await test.step("editing goes back into the customizer as it was left", async () => {
    await shopper.editButton().click();
    await expect(shopper.text()).toHaveValue("Olivia");
    await expect(shopper.dialog().getByText(shopper.says("customizer.cart_stays"))).toBeVisible();
    await shopper.dialogButton("customizer.close").click();
    await expect(shopper.dialog()).toBeHidden();
    await expect(shopper.editButton()).toBeFocused();
  });

  await test.step("another variant is not bought with it, and has it again when it is chosen again", async () => {
    await shopper.choose("Sage", "11 oz");
    await expect(shopper.status("customizer.variant_changed")).toBeVisible();
    await expect(shopper.openButton()).toBeVisible();
    await shopper.expectUsable("6 another variant");
    await shopper.choose("White", "11 oz");
    await expect(shopper.editButton()).toBeVisible();
    await expect(shopper.previews()).toHaveCount(1);
  });

  await test.step("it can be removed, and made anew", async () => {
    await shopper
      .block()
      .getByRole("button", { name: shopper.says("customizer.remove") })
      .click();
    await expect(shopper.status("customizer.removed")).toBeVisible();
    await expect(shopper.openButton()).toBeFocused();
    await shopper.design("Milo");
  });

  await test.step("and is bought by the theme's own buttons", async () => {
    const id = await page.locator('main input[name="properties[_customInfoId]"]').first().inputValue();
    await shopper.addToCart().click();
    await shopper.expectCartShown();
    expect(await shopper.cart()).toMatchObject([{ sku: "MUG-WHITE-11", properties: { _customInfoId: id } }]);
    if (shopper.visited.theme !== "plain") return;
    await page.goBack();
    await page.locator(".shopify-payment-button__button").click();
    await expect(page).toHaveURL(/\/checkout/);
  });
});
