import { createHmac, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { sandboxAddresses } from "./startSandbox.ts";

/** As Shopify tells that a customer wants to know what is stored of them. */
async function customerAsks(): Promise<number> {
  const { app, credentials } = sandboxAddresses();
  const body = JSON.stringify({
    shop_domain: credentials.shop,
    customer: { id: 1, email: "sam@example.com", phone: "555" },
    orders_requested: [299_938],
    data_request: { id: 9_999 },
  });
  const answer = await fetch(`${app}/webhooks/compliance`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-shopify-topic": "customers/data_request",
      "x-shopify-shop-domain": credentials.shop,
      "x-shopify-api-version": "2026-10",
      "x-shopify-webhook-id": randomUUID(),
      "x-shopify-hmac-sha256": createHmac("sha256", credentials.shopifyApiSecret)
        .update(body)
        .digest("base64"),
    },
  });
  return answer.status;
}

test("a merchant hands over what is stored of a customer who asks for it", async ({ page }) => {
  expect(await customerAsks()).toBe(200);
  const app = page.frameLocator("iframe");
  const notice = app.getByText("A customer asked for their data");
  await expect(async () => {
    await page.goto(`${sandboxAddresses().admin}/apps/customeow/app`);
    await expect(notice).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await page.screenshot({ path: "test-results/stations/12-data-request.png" });

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    app.getByRole("button", { name: /^Download the data of/ }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^customer-data-.*\.json$/);
  const data = await readFile(await download.path(), "utf8");
  expect(JSON.parse(data)).toMatchObject({ orders: [] });
  expect(data).not.toContain("sam@example.com");

  await app.getByRole("button", { name: "Mark as handed over" }).click();
  await expect(notice).toHaveCount(0);
});
