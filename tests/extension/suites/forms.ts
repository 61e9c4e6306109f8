import { describe, expect, test } from "vitest";
import { DESIGN, type Shopper } from "../shopper.ts";
import type { ThemeOptions } from "../themePage.ts";

const PREVIEW = "https://previews.example/design.png";

/** How the block finds the forms that sell its product, in whatever way a theme builds them. */
export function forms(shopper: Shopper): void {
  describe("the theme's product form", () => {
    const themes: [string, ThemeOptions][] = [
      ["with a list that sets the variant", {}],
      ["whose list is the variant", { picker: "field" }],
      ["with radio buttons for the variant", { picker: "radios" }],
      ["that lies outside the section, with its fields linked to it", { linkedForm: true }],
      ["in another section than the block", { apart: true }],
    ];
    test.each(themes)("%s takes design and preview with it", async (_theme, theme) => {
      await shopper.visit({}, theme);
      await shopper.design(DESIGN, PREVIEW);
      await expect
        .poll(() => shopper.added())
        .toMatchObject([
          { id: "101", "properties[_customInfoId]": DESIGN, "properties[_customPreview]": PREVIEW },
        ]);
    });

    test("that the browser sends by itself takes them with it too, and the shopper gets to the cart", async () => {
      await shopper.visit({}, { adds: "post" });
      await shopper.openButton().click();
      await shopper.send(await shopper.customizer(), {
        type: "customeow:confirm",
        customInfoId: DESIGN,
        preview: { effects: [PREVIEW], images: [], texts: [] },
      });
      await shopper.page.getByRole("heading", { name: "Your cart" }).waitFor();
      expect(shopper.shop.posted).toEqual([
        {
          add: "",
          id: "101",
          quantity: "1",
          "properties[_customInfoId]": DESIGN,
          "properties[_customPreview]": PREVIEW,
        },
      ]);
      await shopper.page.goBack();
      await expect.poll(() => shopper.openButton().innerText()).toBe("Edit your design");
    });

    test("keeps quantity and selling plan", async () => {
      await shopper.visit({}, { sellingPlan: "689" });
      await shopper.page.getByLabel("Quantity").fill("3");
      await shopper.design();
      await expect.poll(() => shopper.added()).toMatchObject([{ quantity: "3", selling_plan: "689" }]);
    });

    test("that a quick view puts into the page later is found as well", async () => {
      await shopper.visit({ settings: { after_confirm: "review" } });
      await shopper.design();
      await shopper.page.evaluate(() => {
        document.body.insertAdjacentHTML(
          "beforeend",
          `<div role="dialog"><form action="/cart/add" id="quick"><input type="hidden" name="id" value="101">
          <button>Quick buy</button></form></div>`,
        );
      });
      await shopper.button("Quick buy").click();
      expect(await shopper.added()).toEqual([{ id: "101", "properties[_customInfoId]": DESIGN }]);
    });

    test("loses the design when its own variant changes, wherever it is and whatever it says of its product", async () => {
      await shopper.visit({ settings: { after_confirm: "review" } });
      await shopper.page.evaluate(() => {
        document.body.insertAdjacentHTML(
          "beforeend",
          `<form action="/cart/add"><input type="hidden" name="id" id="elsewhere" value="101"><button>Elsewhere</button></form>`,
        );
      });
      await shopper.design();
      await shopper.page.locator("#elsewhere").evaluate((input: HTMLInputElement) => (input.value = "103"));
      await shopper.button("Elsewhere").click();
      expect(await shopper.added()).toEqual([{ id: "103" }]);
    });

    test("without a variant, because there is none with these options, has no design and shows no block", async () => {
      await shopper.visit({ settings: { after_confirm: "review" } });
      await shopper.design();
      await shopper.page.evaluate(() => {
        for (const id of document.querySelectorAll<HTMLInputElement>("#product [name=id]")) id.value = "";
      });
      await shopper.openButton().waitFor({ state: "hidden" });
      expect(await shopper.property().count()).toBe(0);
    });

    test("that the theme turns into another product's, with the block, follows", async () => {
      await shopper.visit({ settings: { after_confirm: "review" } });
      await shopper.design();
      const other = await shopper.shop.block({ skus: { "301": "TOTE" }, selectedVariant: 301 });
      await shopper.page.evaluate((html) => {
        const fresh = new DOMParser()
          .parseFromString(html, "text/html")
          .querySelector("customeow-customizer");
        const block = document.querySelector("customeow-customizer");
        for (const { name, value } of fresh?.attributes ?? []) block?.setAttribute(name, value);
        block?.setAttribute("data-product", "7009");
        for (const id of document.querySelectorAll<HTMLInputElement>("#product [name=id]")) id.value = "301";
      }, other);
      await expect.poll(() => shopper.property().count()).toBe(0);
      await shopper.openButton().click();
      await shopper.customizer();
      expect(shopper.shop.customizerRequests.at(-1)).toContain("sku=TOTE");
    });

    test("sells as it did before when the block is taken out of the page", async () => {
      await shopper.visit({}, { paymentButtons: true });
      await shopper.page.evaluate(() => {
        document.querySelector("customeow-customizer")?.remove();
      });
      await shopper.page.locator(".shopify-payment-button").waitFor();
      await shopper.addToCart().click();
      expect(await shopper.added()).toEqual([{ id: "101", quantity: "1" }]);
    });

    test("whose field is off while the variant is sold out is still understood", async () => {
      await shopper.visit({}, { soldOut: true });
      await shopper.page.evaluate(() => {
        for (const input of document.querySelectorAll<HTMLInputElement>("#product [name=id]")) {
          input.disabled = true;
          input.value = "103";
        }
      });
      await shopper.openButton().waitFor({ state: "hidden" });
    });
  });

  test("a variant that is sold out is not designed in vain", async () => {
    await shopper.visit({}, { soldOut: true });
    await shopper.openButton().click();
    expect(await shopper.status()).toBe("This option can't be bought right now.");
    expect(await shopper.dialog().isVisible()).toBe(false);
    expect(shopper.shop.customizerRequests).toEqual([]);
  });

  test("without a form the variant is the one in the page's address", async () => {
    shopper.shop.show({}, { adds: "none" });
    await shopper.page.goto(`${shopper.shop.url}?variant=102`);
    await shopper.openButton().click();
    await shopper.customizer();
    expect(shopper.shop.customizerRequests[0]).toContain("sku=MUG-BLUE");
  });

  describe("where the page has no form that could be used", () => {
    test("Shopify's action for the cart adds the design, and the cart is shown", async () => {
      await shopper.visit({}, { adds: "none", actions: "accepting" });
      await shopper.design(DESIGN, PREVIEW);
      await expect.poll(() => shopper.status()).toBe("Your design is in the cart.");
      expect(await shopper.page.evaluate(() => Reflect.get(window, "updates") as unknown)).toEqual([
        {
          lines: [
            {
              merchandiseId: "gid://shopify/ProductVariant/101",
              quantity: 1,
              attributes: [
                { key: "_customInfoId", value: DESIGN },
                { key: "_customPreview", value: PREVIEW },
              ],
            },
          ],
        },
      ]);
      expect(await shopper.page.evaluate(() => Reflect.get(window, "opened") as unknown)).toBe(1);
    });

    test.each(["refusing", "failing"] as const)(
      "and a %s cart is told; the design is kept, and tried again at the shopper's word",
      async (actions) => {
        await shopper.visit({}, { adds: "none", actions });
        await shopper.design();
        await expect.poll(() => shopper.status()).toContain("couldn't be added");
        await shopper.page.evaluate(() => {
          const shopify = Reflect.get(window, "Shopify") as { actions: object };
          Reflect.set(shopify.actions, "updateCart", () => Promise.resolve({ userErrors: [] }));
        });
        await shopper.button("Add to cart").click();
        await expect.poll(() => shopper.status()).toBe("Your design is in the cart.");
      },
    );

    test("the shopper who reviews the design has a button to add it", async () => {
      await shopper.visit({ settings: { after_confirm: "review" } }, { adds: "none", actions: "accepting" });
      await shopper.design();
      expect(await shopper.status()).toContain("ready");
      await shopper.button("Add to cart").click();
      await expect.poll(() => shopper.status()).toBe("Your design is in the cart.");
    });

    test("nor Shopify's actions, the shopper is told", async () => {
      await shopper.visit({}, { adds: "none" });
      await shopper.design();
      await expect.poll(() => shopper.status()).toContain("contact the store");
    });
  });
}
