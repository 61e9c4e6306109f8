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

test("each block loads one script and one style sheet", () => {
  expect(extensionFiles("assets").sort()).toEqual([
    "cart-designs.css",
    "cart-designs.js",
    "customizer.css",
    "customizer.js",
  ]);
  for (const block of ["cart-designs", "customizer"]) {
    const liquid = extensionFile(`blocks/${block}.liquid`);
    const assets = [...liquid.matchAll(/'([^']+)' \| asset_url/g)].map(([, file]) => file);
    expect(assets).toEqual([`${block}.css`, `${block}.js`]);
    expect(liquid).toContain(`<script src="{{ '${block}.js' | asset_url }}" defer></script>`);
  }
});

// In bytes, minified and zipped. Shopify's own bound is 10 kB for a script, and it is checked against the file as it is.
test.each([
  ["customizer.js", 4_000],
  ["customizer.css", 2_000],
  ["cart-designs.js", 2_000],
  ["cart-designs.css", 1_000],
])("%s is at most %i bytes", async (file, most) => {
  expect(await minifiedAndZipped(file)).toBeLessThanOrEqual(most);
  expect(gzipSync(extensionFile(`assets/${file}`)).byteLength).toBeLessThanOrEqual(10_000);
});

test("the extension holds nothing but what Shopify takes", () => {
  expect(extensionFiles(".").sort()).toEqual([
    "assets",
    "blocks",
    "locales",
    "shopify.extension.toml",
    "snippets",
  ]);
});
