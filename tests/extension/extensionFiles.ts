import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";

/** Where the theme app extension lies. */
export const EXTENSION = new URL("../../extensions/customizer/", import.meta.url);

/** The text of one of the extension's files, e.g. `assets/customizer.js`. */
export function extensionFile(path: string): string {
  return readFileSync(new URL(path, EXTENSION), "utf8");
}

/** File names in one of the extension's folders. */
export function extensionFiles(folder: string): string[] {
  return readdirSync(new URL(folder, EXTENSION));
}

/** The translations in a locale file by dotted key, e.g. `customizer.open`. */
export function translations(file: string): Map<string, string> {
  return new Map(leaves(JSON.parse(extensionFile(`locales/${file}`))));
}

function leaves(node: unknown, path: string[] = []): [string, string][] {
  if (typeof node === "string") return [[path.join("."), node]];
  const children = z.record(z.string(), z.unknown()).parse(node);
  return Object.entries(children).flatMap(([key, child]) => leaves(child, [...path, key]));
}

/** A block's `{% schema %}`, as text. */
export function schemaText(liquid: string): string {
  const schema = /\{%-?\s*schema\s*-?%\}([\s\S]*?)\{%-?\s*endschema\s*-?%\}/.exec(liquid)?.[1];
  if (schema === undefined) throw new Error("The block has no {% schema %}");
  return schema;
}
