import { expect, test } from "./storefrontTest.ts";

test("in the page, the customizer takes its place at once, and asks before another variant takes it", async ({
  shopper,
  shop,
}) => {
  shop.setBlock({ mode: "inline" });
  await shopper.visit("/products/morning-mug");
  const below = async () => {
    const box = await shopper.addToCart().boundingBox();
    if (!box) throw new Error("The theme's button is not on the page.");
    return box.y;
  };

  await test.step("nothing moves when it has loaded", async () => {
    await shopper.openButton().click();
    const place = await below();
    await expect(shopper.text()).toBeVisible();
    await expect(shopper.dialog().getByText(shopper.says("customizer.loading"))).toBeHidden();
    expect(await below()).toBe(place);
    await shopper.text().fill("Olivia");
    await shopper.expectUsable("8 in the page");
  });

  if (shopper.visited.theme === "sections") {
    await test.step("this theme renders the section anew: the customizer is gone, and can be opened again", async () => {
      await shopper.choose("Sage", "11 oz");
      await expect(shopper.dialog()).toHaveCount(0);
      await shopper.openButton().click();
    });
  } else {
    await test.step("what was begun is kept, or given up, as the shopper says", async () => {
      await shopper.choose("Sage", "11 oz");
      await expect(shopper.dialog().getByText(shopper.says("customizer.other_option"))).toBeVisible();
      await shopper.expectUsable("9 another variant meanwhile");
      await shopper.dialogButton("customizer.keep_this").click();
      await expect(shopper.text()).toHaveValue("Olivia");
      await shopper.choose("White", "11 oz");
      await shopper.choose("Sage", "11 oz");
      await shopper.dialogButton("customizer.start_new").click();
      await expect(shopper.text()).toHaveValue("");
    });
  }

  await shopper.confirm("Milo");
  await shopper.expectCartShown();
  expect(await shopper.cart()).toMatchObject([{ sku: "MUG-SAGE-11" }]);
});
