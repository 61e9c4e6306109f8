import { readFile } from "node:fs/promises";

/** In the order in which they build on each other. */
const PARTS = ["frame", "requests", "navigation", "title-and-save-bar", "shopify-global"];

/**
 * The stand-in for `https://cdn.shopify.com/shopifycloud/app-bridge.js`: one classic script. A page may load it
 * twice (a document's head and the library's AppProvider both do): the second time it does nothing.
 */
export async function appBridgeScript(): Promise<string> {
  const parts = await Promise.all(
    PARTS.map((name) => readFile(new URL(`./app-bridge/${name}.js`, import.meta.url), "utf8")),
  );
  return `(() => {\nif (window.shopify?.environment) return;\n${parts.join("\n")}\n})();\n`;
}
