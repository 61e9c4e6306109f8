import { describe, expect, test } from "vitest";
import { renderBlock } from "./renderBlock.ts";

describe("what the block renders", () => {
  test("carries the store, the product's integrated variants and the customizer's address", async () => {
    const html = await renderBlock();
    expect(html).toContain('data-store="122993486726201345"');
    expect(html).toContain('data-url="https://client.customeow.io"');
    expect(html).toContain('data-variants="{&#34;101&#34;:&#34;MUG-WHITE&#34;}"');
    expect(html).toContain('<script src="/assets/customizer.js" defer></script>');
  });

  test.each([
    ["whose product has no integrated variants", { skus: null }],
    ["whose product lost its last integrated variant", { skus: {} }],
    ["of a store that is not connected", { storeId: null }],
    ["without a product", { product: null }],
  ] as const)(
    "is nothing on the shop for a block %s, and a note in the theme editor",
    async (_case, options) => {
      expect((await renderBlock(options)).trim()).toBe("");
      const editor = await renderBlock({ ...options, designMode: true });
      expect(editor).toMatch(/^\s*<p style="[^"]+">\w[^<]+(?:<a [^>]+>[^<]+<\/a>\s*)?<\/p>\s*$/);
    },
  );

  test.each([
    ["the shop is not connected", { storeId: null }],
    ["the product is not integrated", { skus: null }],
  ] as const)("leads from the theme editor to the merchant's apps where %s", async (_case, options) => {
    const editor = await renderBlock({ ...options, designMode: true });
    expect(editor).toContain(
      '<a href="https://example.myshopify.com/admin/apps" target="_blank" rel="noopener">',
    );
  });

  test("is the same in the theme editor as on the shop, but for a note that shows while the block is hidden", async () => {
    const note = /(?<!\s)\s*<p class="customeow-editor"[^>]*>([^<]+)<\/p>/;
    const editor = await renderBlock({ designMode: true });
    expect(note.exec(editor)?.[1]).toContain("can't be personalized");
    expect(editor.replace(note, "").replaceAll(/\s/g, "")).toBe((await renderBlock()).replaceAll(/\s/g, ""));
  });

  test("is hidden while the selected variant is not integrated", async () => {
    const openingTag = /<customeow-customizer[^>]*>/;
    expect(openingTag.exec(await renderBlock({ selectedVariant: 103 }))?.[0]).toMatch(/\shidden\s/);
    expect(openingTag.exec(await renderBlock({ selectedVariant: 101 }))?.[0]).not.toMatch(/\shidden\s/);
  });

  test.each([[{ "101": "" }], [{ "999": "DELETED" }]])(
    "is hidden where the variant has no SKU, or was deleted since: %j",
    async (skus) => {
      expect(/<customeow-customizer[^>]*>/.exec(await renderBlock({ skus }))?.[0]).toMatch(/\shidden\s/);
    },
  );

  test("tells a shopper without JavaScript what is missing, where they would have to design", async () => {
    const noscript = /<noscript><p>([^<]+)<\/p><\/noscript>/;
    expect(noscript.exec(await renderBlock())?.[1]).toContain("JavaScript");
    expect(await renderBlock({ settings: { requirement: "optional" } })).not.toMatch(noscript);
    expect(await renderBlock({ selectedVariant: 103 })).not.toMatch(noscript);
  });

  test("says that the product can be bought without a design only where it can", async () => {
    const without = "You can also buy this product without a design.";
    expect(await renderBlock({ settings: { requirement: "optional" } })).toContain(without);
    expect(await renderBlock()).not.toContain(without);
  });

  test("cannot be broken out of by a SKU or a button text", async () => {
    const hostile = `"><script>alert(1)</script>`;
    const html = await renderBlock({ skus: { "101": hostile }, settings: { button_label: hostile } });
    expect(html).not.toContain("<script>");
  });

  test("says what the merchant set as button text, or else the translated default", async () => {
    expect(await renderBlock({ settings: { button_label: "Make it yours" } })).toContain(
      '<span data-part="empty">Make it yours</span>',
    );
    expect(await renderBlock({ settings: { button_label: "" }, texts: "de.json" })).toContain(
      '<span data-part="empty">Jetzt gestalten</span>',
    );
  });
});
