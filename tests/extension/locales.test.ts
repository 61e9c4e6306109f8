import { describe, expect, test } from "vitest";
import { extensionFile, extensionFiles, schemaText, translations } from "./extensionFiles.ts";

const files = extensionFiles("locales");
const liquid = extensionFiles("blocks").map((file) => extensionFile(`blocks/${file}`));
const markup = liquid.map((text) => text.replace(schemaText(text), ""));

const kinds = [
  {
    kind: "storefront texts",
    reference: "en.default.json",
    others: files.filter((file) => /^[a-zA-Z-]+\.json$/.test(file)),
    used: markup.flatMap((text) => [...text.matchAll(/'([a-z_.]+)'\s*\|\s*t\b/g)]).map(([, key]) => key),
  },
  {
    kind: "theme editor texts",
    reference: "en.default.schema.json",
    others: files.filter((file) => /^[a-zA-Z-]+\.schema\.json$/.test(file)),
    used: liquid.flatMap((text) => [...schemaText(text).matchAll(/"t:([a-z_.]+)"/g)]).map(([, key]) => key),
  },
];

describe.each(kinds)("the $kind", ({ reference, others, used }) => {
  const keys = [...translations(reference).keys()].sort();

  test("that the block uses are those that the locale files have, no more and no fewer", () => {
    expect([...new Set(used)].sort()).toEqual(keys);
  });

  test("are translated into German and French at least", () => {
    const languages = others.map((file) => file.split(".")[0]);
    expect(languages).toEqual(expect.arrayContaining(["de", "fr"]));
  });

  test.each(others)("are complete in %s, and none is left in English", (file) => {
    const translated = translations(file);
    expect([...translated.keys()].sort()).toEqual(keys);
    const english = translations(reference);
    const same = keys.filter((key) => translated.get(key) === english.get(key));
    // Words that are the same in both languages.
    expect(same.filter((key) => !["headers.button", "settings.requirement.optional"].includes(key))).toEqual(
      [],
    );
    for (const text of translated.values()) expect(text.trim()).not.toBe("");
  });
});

test("every locale file is one that Shopify knows, and no larger than 15 kB", () => {
  for (const file of files) {
    expect(file).toMatch(/^[a-z]{2}(-[A-Z]{2})?(\.default)?(\.schema)?\.json$/);
    expect(Buffer.byteLength(extensionFile(`locales/${file}`))).toBeLessThanOrEqual(15_000);
  }
});
