import { describe, expect, test, vi } from "vitest";
import { DESIGN, OTHER_DESIGN, type Shopper } from "../shopper.ts";

/** How the theme's variants and forms are followed, and how a required design is asked for. */
export function buying(shopper: Shopper): void {
  describe("another variant", () => {
    test("takes the design off the form, says so, and gets it back when its own variant returns", async () => {
      await shopper.visit({ settings: { after_confirm: "review" } });
      await shopper.design();
      await shopper.select("102");
      await vi.waitFor(async () => {
        expect(await shopper.property().count()).toBe(0);
      });
      expect(await shopper.status()).toContain("the option you chose before");
      await shopper.select("101");
      await vi.waitFor(async () => {
        expect(await shopper.property().inputValue()).toBe(DESIGN);
      });
    });

    test("is noticed even if the theme sets it without any event", async () => {
      await shopper.visit({ settings: { after_confirm: "review" } });
      await shopper.design();
      await shopper.page.evaluate(() => {
        for (const id of document.querySelectorAll<HTMLInputElement>("#product [name=id]")) id.value = "103";
      });
      await shopper.openButton().waitFor({ state: "hidden" });
      expect(await shopper.property().count()).toBe(0);
    });

    test("opens the customizer for its own SKU, also when the theme set it without an event", async () => {
      await shopper.visit({});
      await shopper.page.evaluate(() => {
        for (const id of document.querySelectorAll<HTMLInputElement>("#product [name=id]")) id.value = "102";
      });
      await shopper.openButton().click();
      await shopper.customizer();
      expect(
        shopper.shop.customizerRequests.map((path) =>
          new URL(path, shopper.shop.url).searchParams.get("sku"),
        ),
      ).toEqual(["MUG-BLUE"]);
    });

    test("is noticed where the picker is itself the form's field", async () => {
      await shopper.visit({}, { picker: "field" });
      await shopper.select("103");
      await shopper.openButton().waitFor({ state: "hidden" });
    });

    test("that is not integrated hides the block and sells as it always did", async () => {
      await shopper.visit({});
      await shopper.select("103");
      await shopper.openButton().waitFor({ state: "hidden" });
      await shopper.addToCart().click();
      expect(await shopper.added()).toEqual([{ id: "103", quantity: "1" }]);
    });
  });

  describe("a required design", () => {
    test.each([
      ["a click on the theme's button", () => shopper.addToCart().click()],
      ["Enter in a field of the form", () => shopper.page.getByLabel("Quantity").press("Enter")],
      [
        "a form sent by script",
        () =>
          shopper.page.evaluate(() => {
            document.querySelector<HTMLFormElement>("#main")?.requestSubmit();
          }),
      ],
      [
        "the instalments form",
        () =>
          shopper.page.evaluate(() => {
            document.querySelector<HTMLFormElement>(".instalments")?.requestSubmit();
          }),
      ],
    ])("is asked for on %s", async (_way, buy) => {
      await shopper.visit({});
      await buy();
      await shopper.dialog().waitFor();
      expect(await shopper.added()).toEqual([]);
    });

    test.each([".shopify-payment-button", "shopify-accelerated-checkout"])(
      "hides %s until it is there, and lets it take the design with it",
      async (payment) => {
        await shopper.visit({ settings: { after_confirm: "review" } }, { paymentButtons: true });
        expect(await shopper.page.locator(payment).isVisible()).toBe(false);
        await shopper.design();
        expect(await shopper.page.locator(payment).isVisible()).toBe(true);
        const inForm = shopper.page.locator(`form:has(${payment}) input[name="properties[_customInfoId]"]`);
        expect(await inForm.inputValue()).toBe(DESIGN);
        await shopper.select("102");
        await shopper.page.locator(payment).waitFor({ state: "hidden" });
        await shopper.select("103");
        await shopper.page.locator(payment).waitFor();
      },
    );

    test("is asked for by Shopify's payment button even where it cannot be hidden", async () => {
      await shopper.visit({}, { paymentButtons: true });
      await shopper.page.evaluate(() => {
        document.querySelector<HTMLElement>(".shopify-payment-button button")?.click();
      });
      await shopper.dialog().waitFor();
      expect(await shopper.added()).toEqual([]);
    });

    test("is asked for by a sticky bar that clicks the form's button", async () => {
      await shopper.visit({});
      await shopper.page.evaluate(() => {
        document.querySelector<HTMLElement>("#product [name=add]")?.click();
      });
      await shopper.dialog().waitFor();
      expect(await shopper.added()).toEqual([]);
    });

    test("is asked for by a link that buys at once, and goes with the form instead once it is there", async () => {
      await shopper.visit({});
      await shopper.page.evaluate(() => {
        document.body.insertAdjacentHTML("beforeend", '<a href="/cart/101:1">Buy now</a>');
      });
      await shopper.page.getByRole("link", { name: "Buy now" }).click();
      await shopper.confirm();
      expect(await shopper.added()).toHaveLength(1);
      await shopper.page.getByRole("link", { name: "Buy now" }).click();
      const bought = (await shopper.added()).map((line) => line["properties[_customInfoId]"]);
      expect(bought).toEqual([DESIGN, DESIGN]);
    });

    test("is asked for by a quick view that came into the page later", async () => {
      await shopper.visit({});
      await shopper.page.evaluate(() => {
        document.body.insertAdjacentHTML(
          "beforeend",
          `<form action="/cart/add"><input type="hidden" name="id" value="102"><button name="add" type="button">Quick buy</button></form>`,
        );
      });
      await shopper.button("Quick buy").click();
      await shopper.customizer();
      expect(shopper.shop.customizerRequests[0]).toContain("sku=MUG-BLUE");
    });

    test("is not asked for by another product's form, nor by the shop's search", async () => {
      await shopper.visit({});
      await shopper.page.getByRole("button", { name: "Quick add" }).click();
      await shopper.page.getByRole("button", { name: "Search" }).click();
      expect(await shopper.added()).toHaveLength(2);
      expect(await shopper.dialog().isVisible()).toBe(false);
    });

    test("is not asked for where the merchant made it optional: then both ways are open", async () => {
      await shopper.visit({ settings: { requirement: "optional" } }, { paymentButtons: true });
      await shopper.addToCart().click();
      await shopper.button("Buy it now").click();
      expect(await shopper.added()).toEqual([{ id: "101", quantity: "1" }, { bought: "at once" }]);
      await shopper.openButton().click();
      await shopper.confirm();
      expect((await shopper.added())[2]).toMatchObject({ "properties[_customInfoId]": DESIGN });
    });

    test("that is optional does not keep anybody from buying when the customizer fails", async () => {
      await shopper.visit({ settings: { requirement: "optional" } });
      await shopper.openButton().click();
      await shopper.post(await shopper.customizer(), { type: "customeow:error" });
      expect(await shopper.note("alert")).toContain("You can also buy this product without a design.");
      await shopper.button("Close").click();
      await shopper.dialog().waitFor({ state: "hidden" });
      await shopper.addToCart().click();
      expect(await shopper.added()).toEqual([{ id: "101", quantity: "1" }]);
    });
  });

  test("a design asked for by the theme's sticky bar is added by the bar's own form", async () => {
    await shopper.visit({});
    await shopper.page.getByRole("button", { name: "Buy" }).click();
    await shopper.confirm();
    expect(await shopper.added()).toEqual([
      { "product-id": "7001", id: "101", "properties[_customInfoId]": DESIGN },
    ]);
  });

  test("a section that the theme renders anew for another variant says what became of the design", async () => {
    await shopper.visit({ settings: { after_confirm: "review" } });
    await shopper.design();
    await shopper.renderSectionAnew("102");
    expect(await shopper.status()).toContain("the option you chose before");
    expect(await shopper.property().count()).toBe(0);
    await shopper.renderSectionAnew("101");
    expect(await shopper.property().inputValue()).toBe(DESIGN);
    expect(await shopper.status()).toBe("");
  });

  test("a theme that puts its own HTML back in place, node by node, takes no design away", async () => {
    await shopper.visit({ settings: { after_confirm: "review" } });
    await shopper.openButton().click();
    await shopper.customizer();
    await shopper.putServedHtmlBack();
    await shopper.confirm();
    await shopper.putServedHtmlBack();
    await expect.poll(() => shopper.property().count()).toBe(1);
    expect(await shopper.openButton().innerText()).toBe("Edit your design");
    expect(await shopper.status()).toContain("ready");
  });

  test("a section that the theme renders beside the old one follows its variant, while both are there and after", async () => {
    await shopper.visit({ settings: { after_confirm: "review" } });
    await shopper.design();
    await shopper.renderSectionBeside("102");
    expect(await shopper.property().count()).toBe(0);
    const [open] = await shopper.openButton().all();
    await open?.click();
    await shopper.customizer();
    expect(shopper.shop.customizerRequests.at(-1)).toContain("sku=MUG-BLUE");
    await expect.poll(() => shopper.openButton().count()).toBe(1);
    await shopper.confirm(OTHER_DESIGN);
    expect(await shopper.property().inputValue()).toBe(OTHER_DESIGN);
    await shopper.renderSectionBeside("101");
    await expect.poll(() => shopper.openButton().count()).toBe(1);
    expect(await shopper.property().inputValue()).toBe(DESIGN);
  });

  test("a section that the theme renders anew keeps the design", async () => {
    await shopper.visit({ settings: { after_confirm: "review" } });
    await shopper.design();
    await shopper.renderSectionAnew();
    expect(await shopper.property().inputValue()).toBe(DESIGN);
    expect(await shopper.openButton().innerText()).toBe("Edit your design");
  });
}
