import { describe, expect, test } from "vitest";
import { DESIGN, type Shopper } from "../shopper.ts";

/** The window over the page, and its place in the page: how they behave on every device, and how they close. */
export function customizerWindow(shopper: Shopper): void {
  const isHeld = () =>
    shopper.page.evaluate(() => getComputedStyle(document.documentElement).overflowY === "hidden");
  const entries = () => shopper.page.evaluate(() => history.length);
  const address = () => shopper.page.url();

  describe("the customizer's window", () => {
    test("is closed by the browser's back button, and leaves the shopper on the page", async () => {
      await shopper.visit({});
      const before = address();
      await shopper.openButton().click();
      await shopper.customizer();
      await shopper.page.goBack();
      await shopper.dialog().waitFor({ state: "hidden" });
      expect(address()).toBe(before);
      expect(await shopper.openButton().evaluate((button) => button === document.activeElement)).toBe(true);
    });

    test.each([
      ["its close button", () => shopper.button("Close").click()],
      ["Escape", () => shopper.page.keyboard.press("Escape")],
      [
        "the customizer itself",
        async () => {
          await shopper.post(await shopper.customizer(), { type: "customeow:close" });
        },
      ],
    ])("closed by %s leaves nothing behind that back would go to", async (_way, close) => {
      await shopper.page.goto(`${shopper.shop.url}/en/cart`);
      await shopper.visit({});
      const before = address();
      await shopper.openButton().click();
      await shopper.customizer();
      await close();
      await shopper.dialog().waitFor({ state: "hidden" });
      // At once, while the browser may still be on its way back.
      await shopper.openButton().click();
      await shopper.dialog().waitFor();
      await shopper.page.goBack();
      await shopper.dialog().waitFor({ state: "hidden" });
      expect(address()).toBe(before);
      await shopper.page.goBack();
      expect(address()).toContain("/en/cart");
    });

    test("that is opened again while the browser is still on its way back stays open", async () => {
      await shopper.visit({});
      const before = address();
      await shopper.openButton().click();
      await shopper.customizer();
      await shopper.page.evaluate(
        () =>
          new Promise((resolve) => {
            const dialog = document.querySelector<HTMLDialogElement>(".customeow-dialog");
            const open = document.querySelector<HTMLElement>("[data-action=open]");
            dialog?.addEventListener("close", () => open?.click(), { once: true });
            addEventListener("popstate", resolve, { once: true });
            dialog?.close();
          }),
      );
      expect(await shopper.dialog().isVisible()).toBe(true);
      await shopper.page.goBack();
      await shopper.dialog().waitFor({ state: "hidden" });
      expect(address()).toBe(before);
    });

    test("keeps what the theme has noted in the browser's history", async () => {
      await shopper.visit({});
      await shopper.page.evaluate(() => {
        history.replaceState({ theme: "its own" }, "");
      });
      await shopper.openButton().click();
      await shopper.customizer();
      expect(await shopper.page.evaluate(() => history.state as unknown)).toEqual({ theme: "its own" });
    });

    test("closes even where the theme has put another address in its place", async () => {
      await shopper.visit({});
      await shopper.openButton().click();
      await shopper.customizer();
      await shopper.page.evaluate(() => {
        history.replaceState({}, "", "?variant=101");
      });
      await shopper.confirm();
      expect(await shopper.added()).toHaveLength(1);
      expect(await shopper.dialog().isVisible()).toBe(false);
    });

    test("gives the focus back to the button, even if the theme rendered that anew meanwhile", async () => {
      await shopper.visit({});
      await shopper.openButton().click();
      const frame = await shopper.customizer();
      await frame.evaluate(() => (document.title = "half done"));
      await shopper.renderSectionAnew();
      expect(await (await shopper.customizer()).title()).toBe("half done");
      await shopper.page.keyboard.press("Escape");
      await shopper.dialog().waitFor({ state: "hidden" });
      await expect
        .poll(() => shopper.openButton().evaluate((button) => button === document.activeElement))
        .toBe(true);
    });

    test("belongs to the section that the theme rendered anew meanwhile: its design is added there", async () => {
      await shopper.visit({});
      await shopper.openButton().click();
      await shopper.customizer();
      await shopper.renderSectionAnew();
      await shopper.confirm();
      expect(await shopper.added()).toMatchObject([{ id: "101", "properties[_customInfoId]": DESIGN }]);
    });

    test.each([
      ["that scrolls", "200vh"],
      ["that does not", "0"],
    ])("holds a page %s still behind it, and lets it go again", async (_page, height) => {
      await shopper.visit({});
      await shopper.page.evaluate((size) => (document.body.style.minHeight = size), height);
      const place = await shopper.page.locator("#below").boundingBox();
      await shopper.openButton().click();
      await shopper.dialog().waitFor();
      expect(await isHeld()).toBe(true);
      expect((await shopper.page.locator("#below").boundingBox())?.x).toBe(place?.x);
      await shopper.button("Close").click();
      await shopper.dialog().waitFor({ state: "hidden" });
      expect(await isHeld()).toBe(false);
    });

    test.each([
      ["a phone", { width: 390, height: 844 }],
      ["a phone on its side", { width: 844, height: 390 }],
      ["a desktop at 400 %", { width: 320, height: 256 }],
      ["a desktop", { width: 1280, height: 800 }],
    ])("fits %s: nothing is cut off or scrolls sideways, and it can be closed", async (_screen, size) => {
      await shopper.page.setViewportSize(size);
      await shopper.page.emulateMedia({ reducedMotion: "reduce" });
      await shopper.visit({});
      await shopper.openButton().click();
      await shopper.customizer();
      const box = await shopper.dialog().boundingBox();
      if (!box) throw new Error("The window has no place");
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(size.width);
      expect(box.y + box.height).toBeLessThanOrEqual(size.height);
      const sideways = await shopper.dialog().evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
      expect(sideways).toBe(0);
      const stage = await shopper.page.locator(".customeow-stage iframe").boundingBox();
      expect(stage?.height).toBeGreaterThanOrEqual(180);
      await shopper.button("Close").click();
      await shopper.dialog().waitFor({ state: "hidden" });
    });

    test("takes the height that a phone's keyboard leaves", async () => {
      await shopper.page.setViewportSize({ width: 390, height: 844 });
      await shopper.page.emulateMedia({ reducedMotion: "reduce" });
      await shopper.visit({});
      await shopper.openButton().click();
      await shopper.customizer();
      await shopper.page.evaluate(() => {
        if (!visualViewport) throw new Error("The browser has no visual viewport");
        Object.defineProperty(visualViewport, "height", { value: 500 });
        visualViewport.dispatchEvent(new Event("resize"));
      });
      expect((await shopper.dialog().boundingBox())?.height).toBe(500);
    });

    test("appears without motion for those who asked for less, and with its edges in forced colors", async () => {
      await shopper.page.emulateMedia({ reducedMotion: "reduce", forcedColors: "active" });
      await shopper.visit({});
      await shopper.openButton().click();
      await shopper.dialog().waitFor();
      const style = await shopper.dialog().evaluate((dialog) => {
        const { animationName, borderTopColor, borderTopWidth } = getComputedStyle(dialog);
        return { animationName, borderTopColor, borderTopWidth };
      });
      expect(style).toMatchObject({ animationName: "none", borderTopWidth: "1px" });
      expect(style.borderTopColor).not.toBe("rgba(0, 0, 0, 0)");
    });

    test("appears with motion for the others", async () => {
      await shopper.page.emulateMedia({ reducedMotion: "no-preference" });
      await shopper.visit({});
      await shopper.openButton().click();
      await shopper.dialog().waitFor();
      expect(await shopper.dialog().evaluate((dialog) => getComputedStyle(dialog).animationName)).toBe(
        "customeow-appear",
      );
    });
  });

  describe("the customizer in the page", () => {
    const inline = { settings: { mode: "inline" } };
    const below = async () => (await shopper.page.locator("#below").boundingBox())?.y;

    test("takes its place at once, and nothing moves any more when it has loaded", async () => {
      await shopper.visit(inline);
      await shopper.select("104");
      await shopper.openButton().click();
      await shopper.dialog().waitFor();
      const place = await below();
      const frame = await shopper.customizer();
      await shopper.post(frame, { type: "customeow:confirm", customInfoId: "0" });
      expect(await below()).toBe(place);
    });

    test("leaves the browser's history alone, and the page free to scroll", async () => {
      await shopper.visit(inline);
      const before = await entries();
      await shopper.openButton().click();
      await shopper.customizer();
      expect(await entries()).toBe(before);
      expect(await isHeld()).toBe(false);
    });

    test("that the theme rendered anew starts afresh", async () => {
      await shopper.visit(inline);
      await shopper.openButton().click();
      await shopper.customizer();
      await shopper.renderSectionAnew();
      expect(await shopper.dialog().count()).toBe(0);
      await shopper.openButton().click();
      await shopper.customizer();
      expect(shopper.shop.customizerRequests).toHaveLength(2);
      await shopper.confirm();
      expect(await shopper.added()).toMatchObject([{ "properties[_customInfoId]": DESIGN }]);
    });
  });

  test.each(["hover", "focus"] as const)(
    "%s on the button prepares the connection to the customizer, and asks nothing of it yet",
    async (intent) => {
      await shopper.visit({});
      const connections = shopper.page.locator('link[rel="preconnect"]');
      expect(await connections.count()).toBe(0);
      await shopper.openButton()[intent]();
      expect(await connections.getAttribute("href")).toBe(shopper.shop.customizerUrl);
      expect(shopper.shop.customizerRequests).toEqual([]);
    },
  );
}
