import { expect, test } from "./storefrontTest.ts";
import type { Shopper } from "./shopper.ts";

const MUG = "/products/morning-mug";

/** Each line shows the picture of its own design, in the cart's order. */
async function expectDesignsShown(shopper: Shopper): Promise<void> {
  const lines = shopper.cartLines();
  const cart = await shopper.cart();
  await expect(lines).toHaveCount(cart.length);
  for (const [index, { properties }] of cart.entries()) {
    const design = lines.nth(index).locator(".customeow-cart-design");
    await expect(design.getByRole("img")).toHaveAttribute("src", properties["_customPreview"] ?? "");
    await expect(design.getByRole("link", { name: shopper.says("cart_designs.edit") })).toBeVisible();
  }
}

test("each design becomes a line of its own, and the cart shows which is which", async ({
  shopper,
  page,
}) => {
  await shopper.visit(MUG);

  await test.step("a confirmed design goes into the cart with everything that the form says", async () => {
    await shopper.quantity().fill("2");
    if (shopper.visited.theme === "sections")
      await page
        .getByRole("main")
        .getByLabel(shopper.themeSays("products.purchase"))
        .selectOption({ index: 1 });
    await shopper.openButton().click();
    await shopper.confirm("Olivia");
    await shopper.expectCartShown();
    const [line, ...others] = await shopper.cart();
    expect(others).toEqual([]);
    expect(line).toMatchObject({ sku: "MUG-WHITE-11", quantity: 2 });
    expect(line?.properties["_customInfoId"]).toMatch(/^\d{18}$/);
    expect(line?.properties["_customPreview"]).toContain(shopper.shop.customizerUrl);
    if (shopper.visited.theme === "sections") expect(line?.selling_plan_allocation).toBeDefined();
    await expectDesignsShown(shopper);
    await shopper.expectUsable("3 in the cart");
  });

  await test.step("another one, made after the page was loaded again, is another line", async () => {
    await shopper.visit(MUG);
    await shopper.editButton().click();
    for (const key of ["customizer.fresh", "customizer.cart_stays"])
      await expect(shopper.dialog().getByText(shopper.says(key))).toBeVisible();
    await shopper.confirm("Milo");
    await shopper.expectCartShown();
    const ids = (await shopper.cart()).map(({ properties }) => properties["_customInfoId"]);
    expect(new Set(ids).size).toBe(2);
    await expectDesignsShown(shopper);
  });

  await test.step("on the cart's page they stay with their lines when a quantity changes", async () => {
    await shopper.visit("/cart");
    await expectDesignsShown(shopper);
    const before = await shopper.cart();
    await shopper.setQuantity(1, 5);
    await expect.poll(async () => (await shopper.cart()).map(({ quantity }) => quantity)).toContain(5);
    await expectDesignsShown(shopper);
    const after = await shopper.cart();
    expect(after.map(({ properties }) => properties)).toEqual(before.map(({ properties }) => properties));
    await shopper.expectUsable("4 cart page");
  });

  await test.step("and a link leads back to the product, in the variant that was designed", async () => {
    await shopper
      .cartLines()
      .first()
      .getByRole("link", { name: shopper.says("cart_designs.edit") })
      .click();
    await expect(page).toHaveURL(/\/products\/morning-mug\?.*variant=\d+/);
    await expect(shopper.editButton()).toBeVisible();
  });
});
