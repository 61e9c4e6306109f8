import { describe, expect, test, vi } from "vitest";
import { DESIGN, OTHER_DESIGN, type Shopper } from "../shopper.ts";

/** What becomes of a confirmed design, and of messages that only pretend to bring one. */
export function design(shopper: Shopper): void {
  describe("a confirmed design", () => {
    test.each([
      ["on the message itself", { type: "customeow:confirm", customInfoId: DESIGN }],
      ["under the message's data", { type: "customeow:confirm", data: { customInfoId: DESIGN } }],
    ])("with its id %s is added through the theme's form", async (_where, message) => {
      await shopper.visit({});
      await shopper.openButton().click();
      await shopper.post(await shopper.customizer(), message);
      await expect
        .poll(() => shopper.added())
        .toEqual([{ id: "101", quantity: "1", "properties[_customInfoId]": DESIGN }]);
      expect(await shopper.page.locator("#drawer").isVisible()).toBe(true);
      expect(await shopper.dialog().isVisible()).toBe(false);
    });

    test("waits for the shopper where the merchant lets them review it", async () => {
      await shopper.visit({ settings: { after_confirm: "review" } });
      await shopper.design();
      expect(await shopper.added()).toEqual([]);
      expect(await shopper.status()).toContain("ready");
      await shopper.addToCart().click();
      expect(await shopper.added()).toMatchObject([{ "properties[_customInfoId]": DESIGN }]);
    });

    test("stays visible after adding; another one makes another line", async () => {
      await shopper.visit({});
      await shopper.design();
      expect(await shopper.openButton().innerText()).toBe("Edit your design");
      await shopper.design(OTHER_DESIGN);
      const designs = async () => (await shopper.added()).map((line) => line["properties[_customInfoId]"]);
      await expect.poll(designs).toEqual([DESIGN, OTHER_DESIGN]);
    });

    test("shows its previews, but no address that is neither https nor the customizer's own", async () => {
      await shopper.visit({});
      const own = `${shopper.shop.customizerUrl}/preview.png`;
      const secure = "data:image/png;base64,AAAA";
      await shopper.design(DESIGN, {
        effects: [
          own,
          "javascript:alert(1)",
          secure,
          "http://elsewhere.example/x.png",
          7,
          '"><img src=x onerror=alert(1)>',
        ],
      });
      const images = shopper.page.locator("customeow-customizer img");
      expect(await images.evaluateAll((all) => all.map((image) => image.getAttribute("src")))).toEqual([own]);
      expect(await images.first().getAttribute("alt")).toBe("Preview of your design");
    });

    test.each([
      ["an address of a megabyte", () => `https://previews.example/${"a".repeat(1_000_000)}`],
      ["a picture that is written out", () => `data:image/png;base64,${"A".repeat(1_000_000)}`],
      ["fifty thousand addresses", () => Array.from({ length: 50_000 }, () => "data:,")],
      ["a number", () => 7],
      ["something else than a list", () => ({ effects: { length: 3 } })],
      ["nothing", () => null],
    ])("whose preview is %s is added without one", async (_what, preview) => {
      await shopper.visit({});
      await shopper.design(DESIGN, preview());
      await expect
        .poll(() => shopper.added())
        .toEqual([{ id: "101", quantity: "1", "properties[_customInfoId]": DESIGN }]);
      expect(await shopper.page.locator("customeow-customizer img").count()).toBe(0);
    });

    test("can be removed", async () => {
      await shopper.visit({ settings: { after_confirm: "review", requirement: "optional" } });
      await shopper.design();
      await shopper.page.getByRole("button", { name: "Remove design" }).click();
      expect(await shopper.property().count()).toBe(0);
      expect(await shopper.openButton().innerText()).toBe("Personalize");
      await shopper.addToCart().click();
      expect(await shopper.added()).toEqual([{ id: "101", quantity: "1" }]);
    });

    test("goes onto a form outside the section that fields are linked to", async () => {
      await shopper.visit({}, { linkedForm: true });
      await shopper.design();
      expect(await shopper.added()).toMatchObject([{ id: "101", "properties[_customInfoId]": DESIGN }]);
    });

    test("goes onto the product's own form where the block stands in another section", async () => {
      await shopper.visit({}, { apart: true });
      await shopper.design();
      expect(await shopper.added()).toMatchObject([
        { "product-id": "7001", id: "101", "properties[_customInfoId]": DESIGN },
      ]);
    });

    test("is kept, and nothing is added, where the theme's button went off meanwhile", async () => {
      await shopper.visit({});
      await shopper.openButton().click();
      const frame = await shopper.customizer();
      await shopper.page.evaluate(() => {
        document.querySelector("[name=add]")?.setAttribute("disabled", "");
      });
      await shopper.post(frame, { type: "customeow:confirm", customInfoId: DESIGN });
      await vi.waitFor(async () => {
        expect(await shopper.status()).toContain("Your design is kept on this page");
      });
      expect(await shopper.added()).toEqual([]);
    });

    test("with an id that is none is refused, and the shopper told", async () => {
      await shopper.visit({});
      await shopper.openButton().click();
      const frame = await shopper.customizer();
      // The last is an id that came as a number, and so lost its last digits.
      for (const id of [
        "",
        "0",
        "000",
        "12a",
        "1".repeat(21),
        "1".repeat(1_000_000),
        "0".repeat(1_000_000),
        null,
        undefined,
        true,
        {},
        ["12"],
        -1,
        1738498753377198091,
      ]) {
        await shopper.post(frame, { type: "customeow:mount" });
        expect(await shopper.note("alert"), JSON.stringify(id)).toBe("");
        await shopper.post(frame, { type: "customeow:confirm", customInfoId: id });
        expect(await shopper.note("alert"), JSON.stringify(id)).toContain("couldn't be saved");
      }
      expect(await shopper.property().count()).toBe(0);
      expect(await shopper.added()).toEqual([]);
    });
  });

  describe("messages from elsewhere", () => {
    const confirm = { type: "customeow:confirm", customInfoId: DESIGN };

    test("change nothing: the page itself, another window of the customizer's origin, another origin", async () => {
      await shopper.visit({});
      await shopper.openButton().click();
      const real = await shopper.customizer();
      await shopper.post(shopper.page.mainFrame(), confirm);
      for (const host of ["localhost", "127.0.0.1"]) {
        const url = `${shopper.shop.customizerUrl.replace("localhost", host)}/foreign?NEVER-MOUNTS`;
        await shopper.page.evaluate((src) => {
          document.body.append(Object.assign(document.createElement("iframe"), { src, name: "foreign" }));
        }, url);
        await vi.waitUntil(() => shopper.page.frames().some((frame) => frame.url() === url));
        const foreign = shopper.page.frames().find((frame) => frame.url() === url);
        if (!foreign) throw new Error("The foreign frame did not load");
        await foreign.waitForSelector("p");
        await shopper.post(foreign, confirm);
      }
      // The block's own frame, gone to another origin.
      await real.goto(`${shopper.shop.customizerUrl.replace("localhost", "127.0.0.1")}/gone?NEVER-MOUNTS`);
      await shopper.post(await shopper.customizer(), confirm);
      expect(await shopper.property().count()).toBe(0);
      expect(await shopper.added()).toEqual([]);
      expect(await shopper.dialog().isVisible()).toBe(true);
    });

    test("of an unknown or broken shape are ignored", async () => {
      await shopper.visit({});
      await shopper.openButton().click();
      const frame = await shopper.customizer();
      const shapeless = [
        "customeow:confirm",
        "x".repeat(1_000_000),
        [],
        { type: "customeow:unknown" },
        { type: {} },
      ];
      for (const message of [null, 7, true, ...shapeless]) {
        await shopper.post(frame, message);
      }
      expect(await shopper.dialog().isVisible()).toBe(true);
      expect(await shopper.note("alert")).toBe("");
    });
  });
}
