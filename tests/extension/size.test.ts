import { gzipSync } from "node:zlib";
import { transformWithEsbuild } from "vite";
import { expect, test } from "vitest";
import { extensionFile, extensionFiles } from "./extensionFiles.ts";

async function minifiedAndZipped(file: string): Promise<number> {
  const { code } = await transformWithEsbuild(extensionFile(`assets/${file}`), file, {
    minify: true,
    sourcemap: false,
  });
  return gzipSync(code).byteLength;
}

test("the block loads one script and one style sheet", () => {
  expect(extensionFiles("assets").sort()).toEqual(["customizer.css", "customizer.js"]);
});

test("the script is at most 4 kB, minified and zipped, and also as it is deployed", async () => {
  expect(await minifiedAndZipped("customizer.js")).toBeLessThanOrEqual(4_000);
  expect(gzipSync(extensionFile("assets/customizer.js")).byteLength).toBeLessThanOrEqual(5_000);
});

test("the style sheet is at most 2 kB, minified and zipped, and also as it is deployed", async () => {
  expect(await minifiedAndZipped("customizer.css")).toBeLessThanOrEqual(2_000);
  expect(gzipSync(extensionFile("assets/customizer.css")).byteLength).toBeLessThanOrEqual(2_000);
});

test("the extension holds nothing but what Shopify takes", () => {
  expect(extensionFiles(".").sort()).toEqual(["assets", "blocks", "locales", "shopify.extension.toml"]);
});
