import { readFile } from "node:fs/promises";
import { join } from "node:path";

export type Translate = (key: string, values?: ReadonlyMap<string, unknown>) => string;

/**
 * The `t` filter for a folder of locale files. A text that the language lacks comes from `en.default.json`.
 * Source: shopify.dev, "Locales" (storefront translations).
 */
export async function readTranslations(directory: string, locale: string): Promise<Translate> {
  const [own, fallback] = await Promise.all([
    readTexts(join(directory, `${locale}.json`)),
    readTexts(join(directory, "en.default.json")),
  ]);
  return (key, values = new Map<string, unknown>()) => {
    const text = find(own, key, values) ?? find(fallback, key, values);
    if (text === undefined) return `Translation missing: ${locale}.${key}`;
    return text.replace(/{{\s*(\w+)\s*}}/g, (_match, name: string) => textOf(values.get(name)));
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** A text with `one` and `other` is chosen by `count`. */
function find(texts: unknown, key: string, values: ReadonlyMap<string, unknown>): string | undefined {
  const found = key.split(".").reduce(child, texts);
  if (typeof found === "string") return found;
  const counted = child(found, Number(values.get("count")) === 1 ? "one" : "other");
  return typeof counted === "string" ? counted : undefined;
}

function child(parent: unknown, name: string): unknown {
  if (typeof parent !== "object" || parent === null) return undefined;
  return new Map(Object.entries(parent)).get(name);
}

/** A language without a file has no texts of its own. */
async function readTexts(file: string): Promise<unknown> {
  const json = await readFile(file, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "{}";
    throw error;
  });
  return JSON.parse(json);
}
