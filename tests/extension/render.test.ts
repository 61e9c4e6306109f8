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
      expect(editor).toMatch(/^\s*<p style="[^"]+">\w[^<]+<\/p>\s*$/);
    },
  );

  test("is hidden while the selected variant is not integrated", async () => {
    const openingTag = /<customeow-customizer[^>]*>/;
    expect(openingTag.exec(await renderBlock({ selectedVariant: 103 }))?.[0]).toMatch(/\shidden\s/);
    expect(openingTag.exec(await renderBlock({ selectedVariant: 101 }))?.[0]).not.toMatch(/\shidden\s/);
  });

  test("cannot be broken out of by a SKU or a button text", async () => {
    const hostile = `"><script>alert(1)</script>`;
    const html = await renderBlock({ skus: { "101": hostile }, settings: { button_label: hostile } });
    expect(html).not.toContain("<script>");
  });

  test("says what the merchant set as button text, or else the translated default", async () => {
    expect(await renderBlock({ settings: { button_label: "Make it yours" } })).toContain(
      ">Make it yours</button>",
    );
    expect(await renderBlock({ settings: { button_label: "" }, texts: "de.json" })).toContain(
      ">Jetzt gestalten</button>",
    );
  });
});

describe("the customizer's language", () => {
  test.each([
    ["en", "en"],
    ["en-GB", "en"],
    ["fr-CA", "fr"],
    ["de-CH", "de"],
    ["pt-BR", "pt-br"],
    ["pt-PT", "pt-pt"],
    ["zh-CN", "zh-cn"],
    ["zh-TW", "zh-tw"],
    ["zh-Hant-HK", "zh-tw"],
    ["cs", "cs-cz"],
    ["el", "el-gr"],
    ["ro-RO", "ro"],
    ["he", "he"],
    ["fi", "sv"],
    ["i", "sv"],
  ])("for the shopper's %s is %s", async (locale, language) => {
    const html = await renderBlock({ locale, settings: { fallback_language: "sv" } });
    expect(html).toContain(`data-language="${language}"`);
  });
});
