import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { themeCheckRun } from "@shopify/theme-check-node";
import { expect, test } from "vitest";
import { EXTENSION } from "./extensionFiles.ts";

async function offenses(folder: string): Promise<string[]> {
  const run = await themeCheckRun(folder, "theme-check:theme-app-extension");
  return run.offenses.map(({ check, message, uri }) => `${check} in ${uri}: ${message}`);
}

test("Shopify's theme check finds nothing to object to, by the rules for theme app extensions", async () => {
  expect(await offenses(fileURLToPath(EXTENSION))).toEqual([]);
}, 30_000);

test("and it does look: a forbidden tag, a missing translation and a missing schema are found", async () => {
  const copy = await mkdtemp(join(tmpdir(), "extension-"));
  try {
    await cp(EXTENSION, copy, { recursive: true });
    await writeFile(join(copy, "blocks/broken.liquid"), "{% include 'x' %}{{ 'no.such.key' | t }}");
    const found = await offenses(copy);
    expect(found.some((offense) => offense.startsWith("AppBlockValidTags"))).toBe(true);
    expect(found.some((offense) => offense.startsWith("TranslationKeyExists"))).toBe(true);
    expect(found.some((offense) => offense.startsWith("AppBlockMissingSchema"))).toBe(true);
  } finally {
    await rm(copy, { recursive: true });
  }
}, 30_000);
