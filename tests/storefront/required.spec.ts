import { expect, test } from "./storefrontTest.ts";

const MUG = "/products/morning-mug";

test("no way to buy on the page gets past a design that is required", async ({ shopper, page }) => {
  await shopper.visit(MUG);
  const dialog = shopper.dialog();
  await expect(shopper.openButton()).toBeVisible();
  await shopper.expectUsable("1 before");

  await test.step("payment buttons are hidden", async () => {
    await expect(page.locator(".shopify-payment-button").filter({ visible: true })).toHaveCount(0);
  });

  await test.step("the theme's button opens the customizer, in the shopper's language; Escape closes it", async () => {
    await shopper.addToCart().click();
    await expect(dialog).toBeVisible();
    await expect(shopper.text()).toBeVisible();
    const address = await page.locator("dialog.customeow-dialog iframe").getAttribute("src");
    expect(address).toContain(`/client/${shopper.visited.locale}?`);
    await shopper.expectUsable("2 customizer");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  });

  await test.step("Enter in a field does too; the browser's back button closes it", async () => {
    const before = page.url();
    await shopper.quantity().press("Enter");
    await expect(dialog).toBeVisible();
    await page.goBack();
    await expect(dialog).toBeHidden();
    expect(page.url()).toBe(before);
  });

  await test.step("and so does every form of the product, sent by whatever script", async () => {
    const forms = page.locator('main form[action*="/cart/add"]');
    expect(await forms.count()).toBeGreaterThan(shopper.visited.theme === "default" ? 0 : 1);
    for (const form of await forms.all()) {
      await form.evaluate((node: HTMLFormElement) => {
        node.requestSubmit();
      });
      await expect(dialog).toBeVisible();
      await shopper.dialogButton("customizer.close").click();
      await expect(dialog).toBeHidden();
    }
  });

  expect(await shopper.cart()).toEqual([]);
});

test("what slips past every page is stopped at the checkout, which names the product", async ({
  shopper,
  page,
}) => {
  await shopper.visit("/");
  // As a script, another app or an agent does that knows nothing of personalised products.
  await page.request.post(`${shopper.shop.url}/cart/add.js`, {
    data: { id: shopper.variant("MUG-WHITE-11") },
  });
  await shopper.visit("/checkout");
  await expect(page.getByRole("alert").getByText("Morning Mug")).toBeVisible();
  await expect(page.getByText(shopper.themeSays("checkout.pay"))).toHaveCount(0);
  await shopper.expectUsable("17 checkout");
});
