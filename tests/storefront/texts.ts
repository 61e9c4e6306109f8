import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

export type Locale = "en" | "ar";

const ROOT = join(import.meta.dirname, "..", "..");
const texts = z.record(z.string(), z.record(z.string(), z.unknown()));

/** One of the block's own texts, as the shopper reads it, e.g. `customizer.open`. */
export function blockText(locale: Locale, key: string): string {
  return textIn("extensions/customizer/locales", locale, key);
}

/** One of the sandbox's themes' texts, e.g. `products.add_to_cart`. */
export function themeText(locale: Locale, key: string): string {
  return textIn("sandbox/shopify/storefront/themes/shared/locales", locale, key);
}

function textIn(folder: string, locale: Locale, key: string): string {
  const file = join(ROOT, folder, locale === "en" ? "en.default.json" : `${locale}.json`);
  const [group = "", name = ""] = key.split(".");
  const text = texts.parse(JSON.parse(readFileSync(file, "utf8")))[group]?.[name];
  if (typeof text !== "string") throw new Error(`${file} has no text ${key}.`);
  return text;
}
