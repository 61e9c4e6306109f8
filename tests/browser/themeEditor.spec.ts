import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { sandboxAddresses } from "./startSandbox.ts";

const stations = "test-results/stations";
const design = { _customInfoId: "123456789012345678" };

/** The theme as the sandbox starts with it: the customizer once on the product page, nothing in the cart. */
test.afterEach(async ({ request }) => {
  const { admin, storefront } = sandboxAddresses();
  await request.post(`${storefront}/sandbox/storefront`, { data: { appEmbeds: [] } });
  if (!(await isOnTheme(request, "customizer")))
    await request.post(`${admin}/themes/current/blocks`, { form: { block: "customizer" } });
});

/** Whether the saved theme has this block or embed, and shows it. */
async function isOnTheme(request: APIRequestContext, handle: string): Promise<boolean> {
  const answer = await request.get(`${sandboxAddresses().admin}/sandbox/state`);
  const { placedBlocks } = (await answer.json()) as { placedBlocks: { block: string; enabled: boolean }[] };
  return placedBlocks.some(({ block, enabled }) => block === handle && enabled);
}

/** A step of the set-up guide on the app's home page. */
function step(page: Page, title: string) {
  return page.frameLocator("iframe").getByRole("listitem").filter({ hasText: title });
}

const openHome = (page: Page) => page.goto(`${sandboxAddresses().admin}/apps/customeow/app`);
const openProduct = (page: Page) => page.goto(`${sandboxAddresses().storefront}/products/morning-mug`);

test("the merchant adds the customizer to the product page, where the set-up guide leads", async ({
  page,
}) => {
  const { admin } = sandboxAddresses();
  const place = step(page, "Add the customizer to your product page");
  const personalize = page.getByRole("button", { name: "Personalize" });

  await test.step("without the block, the guide has it to do", async () => {
    await page.goto(`${admin}/themes/current/editor`);
    await page.getByRole("button", { name: "Remove block" }).click();
    await expect(page.getByRole("button", { name: "Remove block" })).toHaveCount(0);
    await openProduct(page);
    await expect(personalize).toHaveCount(0);
    await openHome(page);
    await expect(place.getByRole("img", { name: "To do" })).toBeVisible();
  });

  await test.step("the theme editor opens with the block, which is not there before it is saved", async () => {
    await place.getByRole("link", { name: "Open theme editor" }).click();
    await expect(page).toHaveURL(/\/themes\/current\/editor\?.*addAppBlockId=/);
    await expect(page.getByText("Not saved yet")).toBeVisible();
    expect(await isOnTheme(page.request, "customizer")).toBe(false);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("button", { name: "Remove block" })).toBeVisible();
  });

  await test.step("shoppers can personalise, and the guide knows", async () => {
    await openProduct(page);
    await expect(personalize).toBeVisible();
    await openHome(page);
    await expect(place.getByText("The block is on your published theme.")).toBeVisible();
  });
});

test("the merchant switches the designs in the cart on, where the set-up guide leads", async ({ page }) => {
  const { storefront } = sandboxAddresses();
  const show = step(page, "Show designs in the cart");
  const embed = page.locator("customeow-cart-designs");
  const edit = page.getByRole("link", { name: "Edit design" });

  await test.step("a shopper has a design in the cart, and does not see it there", async () => {
    await openProduct(page);
    const id = await page.locator('form[action*="/cart/add"] [name="id"]').first().inputValue();
    const added = await page.request.post(`${storefront}/cart/add.js`, { data: { id, properties: design } });
    expect(added.status()).toBe(200);
    await page.goto(`${storefront}/cart`);
    await expect(page.getByRole("link", { name: "Morning Mug" }).first()).toBeVisible();
    await expect(embed).toHaveCount(0);
  });

  await test.step("the guide recommends it, and counts its steps without it", async () => {
    await openHome(page);
    await expect(show.getByRole("img", { name: "To do" })).toBeVisible();
    await expect(page.frameLocator("iframe").getByText(/of 5 steps complete/)).toBeVisible();
    await page.screenshot({ path: `${stations}/11-home.png` });
  });

  await test.step("the theme editor opens with it on, and nothing is changed before it is saved", async () => {
    await show.getByRole("link", { name: "Switch on in theme editor" }).click();
    await expect(page).toHaveURL(/\/themes\/current\/editor\?.*activateAppId=/);
    await expect(page.getByRole("checkbox", { name: "Switched on" })).toBeChecked();
    expect(await isOnTheme(page.request, "cart-designs")).toBe(false);
    await page.screenshot({ path: `${stations}/12-app-embeds.png` });
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page).toHaveURL(/context=apps$/);
    await expect(page.getByRole("checkbox", { name: "Switched on" })).toBeChecked();
  });

  await test.step("the shopper sees the design in the cart", async () => {
    await page.goto(`${storefront}/cart`);
    await expect(embed).toBeAttached();
    await expect(edit.first()).toBeVisible();
    await page.screenshot({ path: `${stations}/14-cart-designs.png` });
  });

  await test.step("and the guide knows", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await openHome(page);
    await expect(show.getByText("It is switched on in your published theme.")).toBeVisible();
    await page.screenshot({ path: `${stations}/13-home-phone.png`, fullPage: true });
  });
});
