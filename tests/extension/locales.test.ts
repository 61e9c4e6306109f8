import { describe, expect, test } from "vitest";
import { extensionFile, extensionFiles, schemaText, translations } from "./extensionFiles.ts";

/** Beside English. The customizer speaks all of them too. */
const languages = "ar cs de es fr he it ja ko nl pl pt-BR pt-PT ru sv th tr vi zh-CN zh-TW".split(" ");

const blocks = extensionFiles("blocks").map((file) => extensionFile(`blocks/${file}`));
const snippets = extensionFiles("snippets").map((file) => extensionFile(`snippets/${file}`));
const schemas = blocks.map(schemaText);
const markup = [...blocks.map((text) => text.replace(schemaText(text), "")), ...snippets];

const kinds = [
  {
    kind: "storefront texts",
    reference: "en.default.json",
    files: languages.map((language) => `${language}.json`),
    used: markup.flatMap((text) => [...text.matchAll(/'([a-z_.]+)'\s*\|\s*t\b/g)]).map(([, key]) => key),
  },
  {
    kind: "theme editor texts",
    reference: "en.default.schema.json",
    files: languages.map((language) => `${language}.schema.json`),
    used: schemas.flatMap((text) => [...text.matchAll(/"t:([a-z_.]+)"/g)]).map(([, key]) => key),
  },
];

const placeholders = (text: string | undefined) =>
  [...(text ?? "").matchAll(/{{[^{}]*}}/g)].map(String).sort();

describe.each(kinds)("the $kind", ({ reference, files, used }) => {
  const english = translations(reference);
  const keys = [...english.keys()].sort();

  test("that the blocks use are those that the locale files have, no more and no fewer", () => {
    expect([...new Set(used)].sort()).toEqual(keys);
  });

  describe.each(files)("in %s", (file) => {
    const translated = translations(file);

    test("are all there, in the order of the English ones", () => {
      expect([...translated.keys()]).toEqual([...english.keys()]);
    });

    test("say something, and no sentence is left in English", () => {
      for (const [key, text] of translated) {
        expect(text.trim(), key).not.toBe("");
        // A single word can be the same in both languages.
        if (/\s/.test(english.get(key) ?? "")) expect(text, key).not.toBe(english.get(key));
      }
    });

    test("keep the placeholders", () => {
      for (const key of keys)
        expect(placeholders(translated.get(key)), key).toEqual(placeholders(english.get(key)));
    });
  });
});

describe.each(["en.default", ...languages])("what the theme editor shows in %s", (language) => {
  const texts = translations(`${language}.schema.json`);

  test("names each block in no more than the 25 characters that Shopify allows", () => {
    const names = [...texts].filter(([key]) => key.endsWith(".name"));
    expect(names).toHaveLength(blocks.length);
    for (const [key, name] of names) expect(name.length, key).toBeLessThanOrEqual(25);
  });

  test("quotes the button as shoppers read it", () => {
    const button = translations(`${language}.json`).get("customizer.open");
    expect(texts.get("settings.button_label.info")).toContain(button);
  });
});

test("there are locale files of these languages only, and none is larger than Shopify's 15 kB", () => {
  const files = extensionFiles("locales");
  const known = ["en.default", ...languages].flatMap((language) => [
    `${language}.json`,
    `${language}.schema.json`,
  ]);
  expect(files.sort()).toEqual(known.sort());
  for (const file of files)
    expect(Buffer.byteLength(extensionFile(`locales/${file}`)), file).toBeLessThanOrEqual(15_000);
});
