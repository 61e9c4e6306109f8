import { describe, expect, test } from "vitest";
import { DESIGN, OTHER_DESIGN, type Shopper } from "../shopper.ts";

/** What must not lose a design: a broken network, a reload, blocked storage, a second tab. */
export function troubles(shopper: Shopper): void {
  describe("a design", () => {
    test("is kept where the network is gone, and added at the shopper's word", async () => {
      await shopper.visit({});
      await shopper.openButton().click();
      await shopper.customizer();
      await shopper.page.context().setOffline(true);
      await shopper.confirm();
      expect(await shopper.status()).toContain("You're offline");
      expect(await shopper.added()).toEqual([]);
      await shopper.page.context().setOffline(false);
      await shopper.page.locator("[data-action=add]").click();
      expect(await shopper.added()).toMatchObject([{ "properties[_customInfoId]": DESIGN }]);
    });

    test("is kept where the theme says that it could not be added, and can be added again", async () => {
      await shopper.visit({}, { adds: "failing" });
      await shopper.design();
      await expect.poll(() => shopper.status()).toContain("couldn't be added");
      expect(await shopper.property().inputValue()).toBe(DESIGN);
      expect(await shopper.page.locator("[data-action=add]").isVisible()).toBe(true);
    });

    test("is not said to have failed when the cart refuses something else later", async () => {
      await shopper.visit({});
      await shopper.design();
      await shopper.page.locator("#below").click();
      await shopper.page.evaluate(() =>
        document.body.dispatchEvent(new Event("shopify:cart:error", { bubbles: true })),
      );
      expect(await shopper.status()).toContain("goes into the cart");
    });

    test("is still there after a reload; editing it starts afresh, and says so until another one is confirmed", async () => {
      await shopper.visit({ settings: { after_confirm: "review" } });
      await shopper.design(DESIGN, ["https://previews.example/1.png"]);
      await shopper.page.reload();
      expect(await shopper.property().inputValue()).toBe(DESIGN);
      expect(await shopper.property("_customPreview").inputValue()).toBe("https://previews.example/1.png");
      await shopper.openButton().click();
      const frame = await shopper.customizer();
      await expect.poll(() => shopper.note()).toContain("You start with a new design");
      expect(await shopper.property().inputValue()).toBe(DESIGN);
      await shopper.post(frame, { type: "customeow:confirm", customInfoId: OTHER_DESIGN });
      await expect.poll(() => shopper.property().inputValue()).toBe(OTHER_DESIGN);
      await shopper.openButton().click();
      expect(await shopper.note()).toBe("What is in your cart already stays as it is.");
    });

    test("that was removed stays so after a reload", async () => {
      await shopper.visit({ settings: { after_confirm: "review" } });
      await shopper.design();
      await shopper.button("Remove design").click();
      await shopper.page.reload();
      expect(await shopper.property().count()).toBe(0);
    });

    test("needs no storage: with storage and cookies blocked it is added all the same", async () => {
      await shopper.page.addInitScript(() => {
        const refuse = () => {
          throw new DOMException("Access is denied for this document.", "SecurityError");
        };
        for (const name of ["sessionStorage", "localStorage"])
          Object.defineProperty(window, name, { get: refuse });
        Object.defineProperty(Document.prototype, "cookie", { get: refuse, set: refuse });
      });
      await shopper.visit({});
      await shopper.design();
      await expect.poll(() => shopper.added()).toMatchObject([{ "properties[_customInfoId]": DESIGN }]);
    });

    test.each([
      ["no JSON", "{"],
      ["no design", '{"customInfoId":"0","preview":["https://previews.example/1.png"]}'],
      ["something else", '["<img src=x onerror=alert(1)>"]'],
    ])("is not taken from a storage that holds %s", async (_what, stored) => {
      await shopper.page.addInitScript((value) => {
        sessionStorage.setItem("customeow/7001/MUG-WHITE", value);
      }, stored);
      await shopper.visit({});
      expect(await shopper.property().count()).toBe(0);
      expect(await shopper.openButton().innerText()).toBe("Personalize");
    });

    test("of another tab is another one: each tab adds its own", async () => {
      await shopper.visit({ settings: { after_confirm: "review" } });
      await shopper.design();
      const second = await shopper.secondTab();
      expect(await second.property().count()).toBe(0);
      await second.design(OTHER_DESIGN);
      await second.addToCart().click();
      await shopper.addToCart().click();
      expect(await second.added()).toMatchObject([{ "properties[_customInfoId]": OTHER_DESIGN }]);
      expect(await shopper.added()).toMatchObject([{ "properties[_customInfoId]": DESIGN }]);
    });
  });

  test("without JavaScript the block shows nothing but that it needs it", async () => {
    const page = await shopper.withoutJavaScript({});
    expect(await page.locator("customeow-customizer").isVisible()).toBe(false);
    const said = await page.locator("noscript").boundingBox();
    expect(said?.height).toBeGreaterThan(0);
    expect(await page.getByRole("button", { name: "Add to cart" }).isVisible()).toBe(true);
  });

  test("nothing is asked of the customizer, and nothing moves, before the shopper acts", async () => {
    await shopper.page.addInitScript(() => {
      Reflect.set(window, "shifts", []);
      const shifts = Reflect.get(window, "shifts") as number[];
      const keep = (list: PerformanceObserverEntryList) => {
        for (const entry of list.getEntries()) shifts.push(Reflect.get(entry, "value") as number);
      };
      new PerformanceObserver(keep).observe({ type: "layout-shift", buffered: true });
    });
    const requests: string[] = [];
    shopper.page.on("request", (request) => requests.push(new URL(request.url()).pathname));
    await shopper.visit({}, { paymentButtons: true });
    await shopper.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
    );
    expect(requests).toEqual(["/", "/assets/customizer.css", "/assets/customizer.js"]);
    expect(await shopper.page.evaluate(() => Reflect.get(window, "shifts") as number[])).toEqual([]);
  });

  test("before its script has run the block keeps its place, and Shopify's payment buttons are hidden already", async () => {
    await shopper.page.route("**/customizer.js", (route) => route.abort());
    await shopper.visit({}, { paymentButtons: true });
    const { height } = (await shopper.page.locator("customeow-customizer").boundingBox()) ?? { height: 0 };
    expect(height).toBeGreaterThan(40);
    expect(await shopper.openButton().isVisible()).toBe(false);
    expect(await shopper.page.locator(".shopify-payment-button").isVisible()).toBe(false);
    await shopper.page.unroute("**/customizer.js");
    await shopper.page.reload();
    expect(await shopper.page.locator("customeow-customizer").boundingBox()).toMatchObject({ height });
  });
}
