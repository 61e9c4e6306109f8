import type { Page } from "@playwright/test";
import { expect, test } from "./storefrontTest.ts";

/** Keeps what the customizer confirms to this page, in order of arrival. */
async function countConfirms(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    Reflect.set(window, "confirms", 0);
    addEventListener("message", ({ data }: MessageEvent<{ type?: string }>) => {
      if (data.type === "customeow:confirm")
        Reflect.set(window, "confirms", Number(Reflect.get(window, "confirms")) + 1);
    });
  });
  return () => page.evaluate(() => Number(Reflect.get(window, "confirms")));
}

test("a design that the customizer confirms repeatedly is added once", async ({ shopper, shop, page }) => {
  await shop.confirms("repeated");
  await shopper.visit("/products/morning-mug");
  const confirms = await countConfirms(page);
  await shopper.design("Olivia");
  await shopper.expectCartShown();
  // Without a script the theme leaves for the cart, and nothing is there to hear it again.
  if (shopper.visited.theme !== "plain") await expect.poll(confirms).toBe(3);
  await page.waitForLoadState("networkidle");
  expect(await shopper.cart()).toMatchObject([{ sku: "MUG-WHITE-11", quantity: 1 }]);
});

test("a design that is confirmed after its window was closed is kept, and added at the shopper's word", async ({
  shopper,
  shop,
  page,
}) => {
  await shop.confirms("late");
  await shopper.visit("/products/morning-mug");
  await shopper.openButton().click();
  const saved = page.waitForResponse(/client-api\/designs/);
  await shopper.confirm("Olivia");
  await saved;
  await shopper.dialogButton("customizer.close").click();
  await expect(shopper.status("customizer.ready")).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(await shopper.cart()).toEqual([]);

  await shopper.addToCart().click();
  await shopper.expectCartShown();
  const [line, ...others] = await shopper.cart();
  expect(others).toEqual([]);
  expect(line).toMatchObject({
    quantity: 1,
    properties: { _customInfoId: expect.stringMatching(/^\d{18}$/) },
  });
});
