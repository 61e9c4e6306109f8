import { describe, expect, test, vi } from "vitest";
import { DESIGN, type Shopper } from "../shopper.ts";

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
      expect(await shopper.status().textContent()).toContain("the option you chose before");
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
      await shopper.visit({}, { pickerIsField: true });
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

    test("is not asked for by another product's form, nor by the shop's search", async () => {
      await shopper.visit({});
      await shopper.page.getByRole("button", { name: "Quick add" }).click();
      await shopper.page.getByRole("button", { name: "Search" }).click();
      expect(await shopper.added()).toHaveLength(2);
      expect(await shopper.dialog().isVisible()).toBe(false);
    });

    test("is not asked for where the merchant made it optional", async () => {
      await shopper.visit({ settings: { requirement: "optional" } });
      await shopper.addToCart().click();
      expect(await shopper.added()).toEqual([{ id: "101", quantity: "1" }]);
    });
  });

  test("a design asked for by the theme's sticky bar is added by the bar's own form", async () => {
    await shopper.visit({});
    await shopper.page.getByRole("button", { name: "Buy" }).click();
    await shopper.post(await shopper.customizer(), { type: "customeow:confirm", customInfoId: DESIGN });
    expect(await shopper.added()).toEqual([
      { "product-id": "7001", id: "101", "properties[_customInfoId]": DESIGN },
    ]);
  });

  test("a section that the theme renders anew keeps the design", async () => {
    await shopper.visit({ settings: { after_confirm: "review" } });
    await shopper.design();
    await shopper.page.evaluate(() => {
      const section = document.querySelector("#product");
      const fresh = section?.cloneNode(true);
      if (!(fresh instanceof HTMLElement)) throw new Error("The page has no section");
      fresh.querySelectorAll('[name="properties[_customInfoId]"]').forEach((input) => {
        input.remove();
      });
      section?.replaceWith(fresh);
    });
    expect(await shopper.property().inputValue()).toBe(DESIGN);
    expect(await shopper.openButton().textContent()).toBe("Edit your design");
  });
}
