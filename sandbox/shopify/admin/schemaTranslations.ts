import { readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The theme editor's texts of an extension, in English: `t:settings.mode.label` becomes what
 * `locales/en.default.schema.json` says. Source: shopify.dev, "Schema locale files".
 */
export async function schemaTranslations(extensionDirectory: string): Promise<(text: string) => string> {
  const texts = await readTexts(join(extensionDirectory, "locales", "en.default.schema.json"));
  return (text) => {
    if (!text.startsWith("t:")) return text;
    const found = text.slice(2).split(".").reduce<unknown>(child, texts);
    if (typeof found === "string") return found;
    throw new Error(`The extension's schema uses ${text}, which en.default.schema.json does not have.`);
  };
}

/** A JSON value with each of its texts translated. */
export function translated(value: unknown, translate: (text: string) => string): unknown {
  if (typeof value === "string") return translate(value);
  if (Array.isArray(value)) return value.map((item: unknown) => translated(item, translate));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, translated(item, translate)]));
}

function child(parent: unknown, name: string): unknown {
  return typeof parent === "object" && parent !== null
    ? new Map(Object.entries(parent)).get(name)
    : undefined;
}

/** An extension without schema translations has plain texts only. */
async function readTexts(file: string): Promise<unknown> {
  const json = await readFile(file, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "{}";
    throw error;
  });
  return JSON.parse(json);
}
