import { expect, test } from "@playwright/test";
import { sandboxAddresses } from "./startSandbox.ts";

test("the merchant has a missing design looked for, and its production starts once there is one", async ({
  page,
}) => {
  const { storefront, admin, customeow } = sandboxAddresses();
  const app = page.frameLocator("iframe");
  let orderNumber = "";

  await test.step("an order comes without its design, past the product page", async () => {
    await page.goto(`${storefront}/products/morning-mug`);
    const added = await page.evaluate(async () => {
      const answer = await fetch("/products/morning-mug.js");
      const { variants } = (await answer.json()) as { variants: { id: number }[] };
      const cart = await fetch("/cart/add.js", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ items: [{ id: variants[0]?.id, quantity: 1 }] }),
      });
      return cart.status;
    });
    expect(added).toBe(200);
    await page.goto(`${storefront}/checkout`);
    await page.getByRole("button", { name: /pay/i }).click();
    await expect(page).toHaveURL(/thank-you/);
    orderNumber = /#(\d+)/.exec(await page.locator("main").innerText())?.[1] ?? "";
  });

  await test.step("CustoMeow has none yet, and the merchant is told so", async () => {
    await page.goto(`${admin}/apps/customeow/app/orders`);
    await app.getByRole("link", { name: `#${orderNumber}` }).click();
    await expect(app.getByText("bought this item without designing it")).toBeVisible();
    await expect(async () => {
      await app.getByRole("button", { name: "Look for the design now" }).click();
      await expect(app.getByText("CustoMeow has no design for this order yet")).toBeVisible({
        timeout: 2_000,
      });
    }).toPass();
    await page.screenshot({ path: "test-results/stations/11-design-missing.png" });
  });

  await test.step("once it is there, the files are made", async () => {
    const { orders } = (await (await page.request.get(`${customeow}/sandbox/state`)).json()) as {
      orders: { platformOrderNo: string; platformOrderId: string }[];
    };
    const id = orders.find(({ platformOrderNo }) => platformOrderNo === orderNumber)?.platformOrderId;
    const completed = await page.request.post(`${customeow}/sandbox/orders/${id}/complete`, {
      data: { texts: ["Late"] },
    });
    expect(completed.status()).toBe(200);
    // No webhook tells of it: nobody has given CustoMeow the app's address.
    await app.getByRole("button", { name: "Look for the design now" }).click();
    await expect(app.getByText("Production: Ready")).toBeAttached({ timeout: 60_000 });
    await expect(app.getByText("The design was made in CustoMeow.")).toBeVisible();
  });
});
