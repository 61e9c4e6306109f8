import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { loadImage } from "@napi-rs/canvas";
import { sandboxAddresses } from "./startSandbox.ts";

const stations = "test-results/stations";
const photograph = (page: Page, station: string) => page.screenshot({ path: `${stations}/${station}.png` });

/** A small picture of the shopper's own: a red square. */
const ownPicture = {
  name: "my-picture.png",
  mimeType: "image/png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC",
    "base64",
  ),
};

test("a design walks from the product page to the merchant's print-ready file", async ({ page }) => {
  const { storefront, admin, customeow } = sandboxAddresses();
  let orderNumber = "";

  await test.step("the shopper opens a product that can be personalised", async () => {
    await page.goto(storefront);
    await photograph(page, "1-storefront");
    await page.goto(`${storefront}/products/morning-mug`);
    await expect(page.getByRole("button", { name: "Personalize" })).toBeVisible();
    await photograph(page, "2-product");
  });

  await test.step("designs it: a text, a color, a picture", async () => {
    await page.getByRole("button", { name: "Personalize" }).click();
    const customizer = page.frameLocator("dialog iframe");
    await customizer.getByLabel("Name or text").fill("Olivia");
    await customizer.getByRole("button", { name: "Berry" }).click();
    await customizer.getByLabel("Font").selectOption("lobster");
    await customizer.getByLabel("Your picture").setInputFiles(ownPicture);
    await expect(customizer.getByLabel("Size of the picture")).toBeVisible();
    await photograph(page, "3-customizer");
    await customizer.locator("[data-confirm]").click();
  });

  await test.step("finds it in the cart, and checks out", async () => {
    await expect(page.locator("dialog.drawer[open]")).toBeVisible();
    await photograph(page, "4-cart");
    const cart = (await (await page.request.get(`${storefront}/cart.js`)).json()) as {
      items: { properties: Record<string, string> }[];
    };
    expect(cart.items[0]?.properties["_customInfoId"]).toMatch(/^\d{18}$/);
    await page.goto(`${storefront}/checkout`);
    await photograph(page, "5-checkout");
    await page.getByRole("button", { name: /pay/i }).click();
    await expect(page).toHaveURL(/thank-you/);
    orderNumber = /#(\d+)/.exec(await page.locator("main").innerText())?.[1] ?? "";
    await photograph(page, "6-thank-you");
  });

  await test.step("the merchant watches the file being made, without a reload", async () => {
    await page.goto(`${admin}/apps/customeow/app/orders`);
    const app = page.frameLocator("iframe");
    await app.getByRole("link", { name: `#${orderNumber}` }).click();
    await expect(app.getByText("Olivia").first()).toBeVisible();
    await photograph(page, "7-order-in-production");
    await expect(app.getByRole("button", { name: /^Download/ })).toBeVisible({ timeout: 60_000 });
    await expect(app.getByText("Production: Ready")).toBeAttached();
    await expect(app.getByRole("img", { name: "Preview" })).toBeVisible();
    await photograph(page, "8-order-ready");
  });

  await test.step("and downloads a print-resolution picture that shows the design", async () => {
    const app = page.frameLocator("iframe");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      app.getByRole("button", { name: /^Download/ }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/MUG-WHITE-11.*\.png$/);
    const file = await readFile(await download.path());
    const image = await loadImage(file);
    expect(image.width).toBeGreaterThanOrEqual(2000);
    // 300 dots an inch are 11811 a metre, in the file's pHYs chunk.
    const physical = file.indexOf("pHYs");
    expect(file.readUInt32BE(physical + 4)).toBe(11_811);
    await download.saveAs(`${stations}/9-production-file.png`);
  });

  await test.step("CustoMeow has the order once", async () => {
    const state = (await (await page.request.get(`${customeow}/sandbox/state`)).json()) as {
      orders: { platformOrderNo: string }[];
      duplicates: unknown[];
    };
    expect(state.orders.filter(({ platformOrderNo }) => platformOrderNo === orderNumber)).toHaveLength(1);
    expect(state.duplicates).toHaveLength(0);
  });
});

test("a product that is not integrated sells as it always did", async ({ page }) => {
  const { storefront } = sandboxAddresses();
  await page.goto(`${storefront}/products/botanical-poster`);
  await expect(page.getByRole("button", { name: "Personalize" })).toHaveCount(0);
  await page.locator("button[name=add]").click();
  await expect(page.locator("dialog.drawer[open]")).toBeVisible();
  await page.goto(`${storefront}/checkout`);
  await page.getByRole("button", { name: /pay/i }).click();
  await expect(page).toHaveURL(/thank-you/);
});

test("the connection form says which value is wrong, and saves nothing", async ({ page }) => {
  const { admin } = sandboxAddresses();
  await page.goto(`${admin}/apps/customeow/app/settings`);
  const app = page.frameLocator("iframe");
  await app.getByLabel("API key").fill("wrong-key");
  await app.getByLabel("API key").press("Enter");
  await expect(app.getByText("CustoMeow does not accept this API key")).toBeVisible();
  await page.reload();
  await expect(app.getByText("Connected", { exact: true })).toBeVisible();
  await photograph(page, "10-settings");
});
