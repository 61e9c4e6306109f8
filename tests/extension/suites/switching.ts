import { describe, expect, test, vi } from "vitest";
import { DESIGN, OTHER_DESIGN, type Shopper } from "../shopper.ts";

/** Another variant is chosen while the customizer is open. */
export function switching(shopper: Shopper): void {
  const inline = { settings: { mode: "inline" } };
  const received = async (frame: Awaited<ReturnType<Shopper["customizer"]>>) =>
    frame.evaluate(() => Reflect.get(window, "received") as unknown);

  describe("another variant, chosen while the customizer is open,", () => {
    test("is asked about before what was begun is thrown away", async () => {
      await shopper.visit(inline);
      await shopper.openButton().click();
      await shopper.customizer();
      await shopper.select("102");
      await expect.poll(() => shopper.note("alert")).toContain("what you made here is lost");
      expect(shopper.shop.customizerRequests).toHaveLength(1);
    });

    test("and taken, has the earlier customizer begin anew and opens its own", async () => {
      await shopper.visit(inline);
      await shopper.openButton().click();
      const earlier = await shopper.customizer();
      await shopper.select("102");
      await shopper.button("Start a new design").click();
      await expect
        .poll(() => received(earlier))
        .toEqual([{ type: "customeow:reload", origin: shopper.shop.url }]);
      expect(shopper.shop.customizerRequests[1]).toContain("sku=MUG-BLUE");
      await shopper.confirm(OTHER_DESIGN);
      expect(await shopper.added()).toMatchObject([{ id: "102", "properties[_customInfoId]": OTHER_DESIGN }]);
    });

    test("and not taken, leaves the design to the variant that it was begun for", async () => {
      await shopper.visit(inline);
      await shopper.openButton().click();
      const earlier = await shopper.customizer();
      await shopper.select("102");
      await shopper.button("Keep this design").click();
      expect(await shopper.note("alert")).toBe("");
      await shopper.confirm(DESIGN);
      expect(await shopper.status()).toContain("the option you chose before");
      expect(await shopper.added()).toEqual([]);
      expect(await shopper.property().count()).toBe(0);
      await shopper.select("101");
      await vi.waitFor(async () => {
        expect(await shopper.property().inputValue()).toBe(DESIGN);
      });
      expect(await received(earlier)).toEqual([]);
    });

    test("and left again, needs no answer any more", async () => {
      await shopper.visit(inline);
      await shopper.openButton().click();
      await shopper.customizer();
      await shopper.select("102");
      await expect.poll(() => shopper.note("alert")).not.toBe("");
      await shopper.select("101");
      await expect.poll(() => shopper.note("alert")).toBe("");
    });

    test("needs no question where the design is confirmed: it stays, and can be edited later", async () => {
      await shopper.visit({ settings: { mode: "inline", after_confirm: "review" } });
      await shopper.design();
      await shopper.openButton().click();
      const earlier = await shopper.customizer();
      await shopper.select("102");
      await expect.poll(() => shopper.shop.customizerRequests.length).toBe(2);
      expect(await shopper.note("alert")).toBe("");
      await shopper.select("101");
      await expect.poll(() => shopper.property().count()).toBe(1);
      expect(await received(earlier)).toEqual([]);
      expect(shopper.shop.customizerRequests).toHaveLength(2);
    });

    test("that is not integrated closes it", async () => {
      await shopper.visit(inline);
      await shopper.openButton().click();
      await shopper.customizer();
      await shopper.select("103");
      await shopper.dialog().waitFor({ state: "hidden" });
    });
  });
}
