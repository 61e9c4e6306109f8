import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { sandboxAddresses } from "./startSandbox.ts";

const ALL_SCOPES = ["read_orders", "write_products", "write_validations"];
const required = "Stop unfinished items at checkout (recommended)";
const optional = "Offer personalisation, but let unfinished items through";

async function choose(page: Page, protection: string): Promise<void> {
  await page.goto(`${sandboxAddresses().admin}/apps/customeow/app/settings`);
  const app = page.frameLocator("iframe");
  await app.getByText(protection, { exact: true }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Checkout protection saved")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save" })).toBeHidden();
  await page.reload();
  await expect(app.getByRole("radio", { name: protection, exact: true })).toBeChecked();
}

/** As a theme, an app or a script does that knows nothing of personalisation. */
async function putMugIntoCart(page: Page): Promise<void> {
  const { storefront } = sandboxAddresses();
  const product = (await (await page.request.get(`${storefront}/products/morning-mug.js`)).json()) as {
    variants: { id: number }[];
  };
  const added = await page.request.post(`${storefront}/cart/add.js`, {
    data: { id: product.variants[0]?.id, quantity: 1 },
  });
  expect(added.status()).toBe(200);
}

const grant = (request: APIRequestContext, scopes: string[]) =>
  request.post(`${sandboxAddresses().admin}/sandbox/scopes`, { data: { scopes } });

test.afterEach(async ({ request }) => {
  await grant(request, ALL_SCOPES);
  await request.delete(`${sandboxAddresses().admin}/sandbox/faults`);
});

test("the merchant decides whether a product without a design can be bought", async ({ page }) => {
  const { storefront } = sandboxAddresses();
  const stopped = page.getByText("“Morning Mug” still needs your design.");
  const pay = page.getByRole("button", { name: /pay/i });

  await test.step("nothing is stopped in a shop that never switched it on", async () => {
    await putMugIntoCart(page);
    await page.goto(`${storefront}/checkout`);
    await expect(pay).toBeVisible();
    await expect(stopped).toHaveCount(0);
  });

  await test.step("switched on, the checkout names the product and cannot be paid", async () => {
    await choose(page, required);
    await page.goto(`${storefront}/checkout`);
    await expect(stopped).toBeVisible();
    await expect(pay).toHaveCount(0);
    const buyer = { email: "ana@example.com", firstName: "Ana", lastName: "Lee", address: "Maple Street 1" };
    expect((await page.request.post(`${storefront}/checkout`, { form: buyer })).status()).toBe(422);
  });

  const guide = page
    .frameLocator("iframe")
    .getByRole("listitem")
    .filter({ hasText: "Protect your checkout" });

  await test.step("the set-up guide knows that it is on", async () => {
    await page.goto(`${sandboxAddresses().admin}/apps/customeow/app`);
    await expect(guide.getByText("The protection is on.")).toBeVisible();
  });

  await test.step("with personalisation only offered, the same cart can be paid", async () => {
    await choose(page, optional);
    await page.goto(`${storefront}/checkout`);
    // Not pressed: the other journeys watch the shop's orders.
    await expect(pay).toBeEnabled();
    await expect(stopped).toHaveCount(0);
  });

  await test.step("and the guide recommends the protection again", async () => {
    const answered = page.waitForResponse(/routes%2Fapp\.settings/);
    await page.goto(`${sandboxAddresses().admin}/apps/customeow/app`);
    await answered;
    await expect(guide.getByRole("img", { name: "To do" })).toBeVisible();
  });

  await test.step("switched off again, nothing is stopped", async () => {
    await choose(page, "Off");
    await page.goto(`${storefront}/checkout`);
    await expect(pay).toBeVisible();
  });
});

test("a change that is discarded is not saved", async ({ page }) => {
  await page.goto(`${sandboxAddresses().admin}/apps/customeow/app/settings`);
  const app = page.frameLocator("iframe");
  await app.getByText(required, { exact: true }).click();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(app.getByRole("radio", { name: "Off", exact: true })).toBeChecked();
  await page.reload();
  await expect(app.getByRole("radio", { name: "Off", exact: true })).toBeChecked();
});

test("the settings stay usable while Shopify does not answer, and say what to do about a missing permission", async ({
  page,
  request,
}) => {
  const { admin } = sandboxAddresses();
  const app = page.frameLocator("iframe");

  await grant(request, ["read_orders", "write_products"]);
  await page.goto(`${admin}/apps/customeow/app/settings`);
  await expect(app.getByText(/approve the new permission/)).toBeVisible();
  await expect(app.getByText("Connected", { exact: true })).toBeVisible();
  await grant(request, ALL_SCOPES);

  await request.post(`${admin}/sandbox/faults`, { data: { fault: "status", times: 20 } });
  await page.reload();
  await expect(app.getByText(/Shopify did not say whether the protection is on/)).toBeVisible();
  await expect(app.getByText("Connected", { exact: true })).toBeVisible();
});
