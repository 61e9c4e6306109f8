import { expect, type Page, test } from "@playwright/test";
import { sandboxAddresses } from "./startSandbox.ts";

const stations = "test-results/stations";

/** Whether the shop's cart page has the embed. */
async function isEmbedded({ request }: Page): Promise<boolean> {
  const cart = await request.get(`${sandboxAddresses().storefront}/cart`);
  return (await cart.text()).includes("customeow-cart-designs");
}

test.afterEach(async ({ request }) => {
  await request.post(`${sandboxAddresses().storefront}/sandbox/storefront`, { data: { appEmbeds: [] } });
});

test("the merchant switches the designs in the cart on, where the set-up guide leads", async ({ page }) => {
  const app = page.frameLocator("iframe");
  const step = app.getByRole("listitem").filter({ hasText: "Show designs in the cart" });

  await test.step("the guide recommends it", async () => {
    await page.goto(`${sandboxAddresses().admin}/apps/customeow/app`);
    await expect(step.getByRole("img", { name: "To do" })).toBeVisible();
    await page.screenshot({ path: `${stations}/11-home.png` });
    expect(await isEmbedded(page)).toBe(false);
  });

  await test.step("the theme editor opens with it on, and nothing is changed before it is saved", async () => {
    await step.getByRole("link", { name: "Switch on in theme editor" }).click();
    await expect(page).toHaveURL(/\/themes\/current\/editor\?/);
    await expect(page.getByRole("checkbox", { name: "Switched on" })).toBeChecked();
    expect(await isEmbedded(page)).toBe(false);
    await page.screenshot({ path: `${stations}/12-app-embeds.png` });
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page).toHaveURL(/context=apps$/);
    expect(await isEmbedded(page)).toBe(true);
  });

  await test.step("and the guide knows", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${sandboxAddresses().admin}/apps/customeow/app`);
    await expect(step.getByText("It is switched on in your published theme.")).toBeVisible();
    await page.screenshot({ path: `${stations}/13-home-phone.png`, fullPage: true });
  });
});
