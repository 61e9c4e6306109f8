import { AxeBuilder } from "@axe-core/playwright";
import { describe, expect, test, vi } from "vitest";
import { DESIGN, type Shopper } from "../shopper.ts";

/** How the customizer opens, closes, fails and is tried again, and how accessible it is. */
export function opening(shopper: Shopper): void {
  describe("opening the customizer", () => {
    test("asks nothing of the customizer until the shopper opens it, then names store, SKU and language", async () => {
      await shopper.visit({ locale: "pt-BR" });
      await shopper.addToCart().hover();
      expect(shopper.shop.customizerRequests).toEqual([]);
      await shopper.openButton().click();
      await shopper.customizer();
      expect(shopper.shop.customizerRequests).toEqual([
        "/pt-br?storeId=122993486726201345&sku=MUG-WHITE&addCartButtonText=Add+to+cart",
      ]);
    });

    test("happens in a modal dialog with a name; Escape closes it and focus returns", async () => {
      await shopper.visit({});
      await shopper.openButton().focus();
      await shopper.page.keyboard.press("Enter");
      await shopper.dialog().waitFor();
      expect(await shopper.dialog().getAttribute("aria-label")).toBe("Personalize this product");
      expect(await shopper.page.evaluate(() => document.querySelector("dialog")?.matches(":modal"))).toBe(
        true,
      );
      expect(
        await shopper.page.evaluate(() => document.querySelector("dialog")?.contains(document.activeElement)),
      ).toBe(true);
      expect(await shopper.page.evaluate(() => getComputedStyle(document.documentElement).overflowY)).toBe(
        "hidden",
      );
      await shopper.page.keyboard.press("Escape");
      await shopper.dialog().waitFor({ state: "hidden" });
      expect(await shopper.openButton().evaluate((button) => button === document.activeElement)).toBe(true);
    });

    test("happens in the page where the merchant set it so", async () => {
      await shopper.visit({ settings: { mode: "inline" } });
      await shopper.openButton().click();
      await shopper.customizer();
      expect(await shopper.page.evaluate(() => document.querySelector("dialog")?.matches(":modal"))).toBe(
        false,
      );
      await shopper.page.getByRole("button", { name: "Close" }).click();
      await shopper.dialog().waitFor({ state: "hidden" });
    });

    test("keeps the frame, so that the shopper goes on where they stopped", async () => {
      await shopper.visit({});
      await shopper.openButton().click();
      await (await shopper.customizer()).evaluate(() => (document.title = "half done"));
      await shopper.post(await shopper.customizer(), { type: "customeow:close" });
      await shopper.dialog().waitFor({ state: "hidden" });
      await shopper.openButton().click();
      expect(await (await shopper.customizer()).title()).toBe("half done");
      expect(shopper.shop.customizerRequests).toHaveLength(1);
    });
  });

  describe("a customizer that does not come up", () => {
    test("is told after 15 seconds, and can be tried again", async () => {
      await shopper.page.clock.install();
      await shopper.visit({});
      await shopper.select("104");
      await shopper.openButton().click();
      await shopper.customizer();
      expect(await shopper.note()).toBe("Loading…");
      await shopper.page.clock.runFor(15_000);
      expect(await shopper.note("alert")).toContain("longer than usual");
      await shopper.page.getByRole("button", { name: "Try again" }).click();
      await vi.waitFor(() => {
        expect(shopper.shop.customizerRequests).toHaveLength(2);
      });
      expect(await shopper.note("alert")).toBe("");
    });

    test("or fails later is told, and is asked to reload", async () => {
      await shopper.visit({});
      await shopper.openButton().click();
      const frame = await shopper.customizer();
      await shopper.post(frame, { type: "customeow:error" });
      expect(await shopper.note("alert")).toContain("went wrong");
      await shopper.page.getByRole("button", { name: "Try again" }).click();
      await shopper.page.getByRole("button", { name: "Try again" }).waitFor({ state: "hidden" });
      await vi.waitFor(async () => {
        expect(await frame.evaluate(() => Reflect.get(window, "received") as unknown)).toEqual([
          { type: "customeow:reload", origin: shopper.shop.url },
        ]);
      });
      expect(await shopper.note("alert")).toBe("");
      expect(
        await shopper.page.evaluate(() => document.querySelector("dialog")?.contains(document.activeElement)),
      ).toBe(true);
    });
  });

  test("nothing is posted to a frame that has gone to another origin", async () => {
    await shopper.visit({});
    await shopper.openButton().click();
    const frame = await shopper.customizer();
    await shopper.post(frame, { type: "customeow:error" });
    await frame.goto(`${shopper.shop.customizerUrl.replace("localhost", "127.0.0.1")}/gone?NEVER-MOUNTS`);
    await shopper.page.getByRole("button", { name: "Try again" }).click();
    await shopper.page.evaluate(() => {
      document.querySelector("iframe")?.contentWindow?.postMessage({ type: "last" }, "*");
    });
    const received = () => frame.evaluate(() => Reflect.get(window, "received") as { type: string }[]);
    await vi.waitFor(async () => {
      expect((await received()).map(({ type }) => type)).toEqual(["last"]);
    });
  });

  test.each(["ltr", "rtl"] as const)(
    "no state breaks an accessibility rule, on a phone, %s",
    async (direction) => {
      await shopper.page.setViewportSize({ width: 390, height: 844 });
      await shopper.visit({ settings: { after_confirm: "review" } }, { direction });
      // The customizer's own page is not ours to judge.
      const violations = async () =>
        (
          await new AxeBuilder({ page: shopper.page })
            .include("customeow-customizer, .customeow-dialog")
            .exclude("iframe")
            .analyze()
        ).violations;
      expect(await violations(), "closed").toEqual([]);
      await shopper.openButton().click();
      const frame = await shopper.customizer();
      expect(await violations(), "open").toEqual([]);
      await shopper.post(frame, { type: "customeow:error" });
      expect(await violations(), "failed").toEqual([]);
      await shopper.post(frame, {
        type: "customeow:confirm",
        customInfoId: DESIGN,
        preview: [`${shopper.shop.customizerUrl}/a.png`],
      });
      expect(await violations(), "designed").toEqual([]);
      await shopper.visit({ settings: { mode: "inline", placement: "center" } }, { direction });
      await shopper.select("102");
      await shopper.openButton().click();
      await shopper.customizer();
      await expect.poll(() => shopper.note()).toBe("");
      await shopper.select("101");
      await expect.poll(() => shopper.note("alert")).not.toBe("");
      expect(await violations(), "asked about another option, in the page").toEqual([]);
    },
    15_000,
  );
}
