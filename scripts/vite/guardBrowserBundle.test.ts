import { dirname, join, relative } from "node:path";
import { build, normalizePath, type Plugin } from "vite";
import { describe, expect, it } from "vitest";
import { guardBrowserBundle } from "./guardBrowserBundle.ts";

const root = join(import.meta.dirname, "..", "..");

/** What files hold that exist only in memory, by their path in the project or as a package names them; the page first. */
type Files = Record<string, string>;

const constants = { "app/example/tabs.ts": "export const tabs = ['all', 'ready'];" };
const pageOf = (module: string, name: string) => ({
  "app/routes/page.ts": `import { ${name} } from "../${module}"; globalThis.shown = ${name};`,
});

const pathOf = (id: string) => normalizePath(relative(root, id));

function inMemory(files: Files): Plugin {
  return {
    name: "in-memory",
    enforce: "pre",
    resolveId: (source, importer) => {
      const path = join(source.startsWith(".") && importer !== undefined ? dirname(importer) : root, source);
      return pathOf(path) in files ? path : null;
    },
    load: (id) => files[pathOf(id)],
  };
}

/** Builds for browsers, as Remix has Vite do it. */
async function buildForBrowsers(files: Files): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: "silent",
    publicDir: false,
    plugins: [guardBrowserBundle(), inMemory(files)],
    build: { write: false, rollupOptions: { input: Object.keys(files).slice(0, 1) } },
  });
}

describe("the build for browsers", () => {
  it("takes a module of constants that pages share with a server", async () => {
    await buildForBrowsers({ ...pageOf("example/tabs.ts", "tabs"), ...constants });
  });

  it("takes a module that imports a type of a domain folder", async () => {
    await buildForBrowsers({
      ...pageOf("example/labels.ts", "labels"),
      "app/example/labels.ts": `import type { Tab } from "./tabs.ts"; export const labels: Record<Tab, string> = {};`,
    });
  });

  it("refuses a package that is not made for browsers, and names who imports it", async () => {
    const building = buildForBrowsers({
      ...pageOf("example/middle.ts", "tabs"),
      "app/example/middle.ts": `export { tabs } from "./page.ts";`,
      "app/example/page.ts": `import { Prisma } from "@prisma/client"; export const tabs = ["all"]; export const query = Prisma.sql;`,
    });
    await expect(building).rejects.toThrow(
      [
        "app/example/page.ts imports @prisma/client, a package that is not listed for browsers",
        "  imported by app/example/middle.ts",
        "  imported by app/routes/page.ts",
      ].join("\n"),
    );
  });

  it("refuses Node's own modules", async () => {
    const building = buildForBrowsers({
      ...pageOf("example/key.ts", "tabs"),
      "app/example/key.ts": `import "node:fs"; export const tabs = ["all"];`,
    });
    await expect(building).rejects.toThrow("app/example/key.ts imports node:fs, which only Node has");
  });

  it("refuses a module that talks to Shopify", async () => {
    const building = buildForBrowsers({
      ...pageOf("shopify/example.ts", "ask"),
      "app/shopify/example.ts": `export const ask = () => fetch("https://example.com");`,
    });
    await expect(building).rejects.toThrow(
      "app/routes/page.ts imports app/shopify/example.ts, which only a server can run",
    );
  });

  it("refuses a module that is given its database, though it imports nothing but the type", async () => {
    const building = buildForBrowsers({
      ...pageOf("example/list.ts", "PAGE_SIZE"),
      "app/example/list.ts": `
        import type { Database } from "../database/database.ts";
        export const PAGE_SIZE = 25;
        export const read = (database: Database) => database.order.findMany({ take: PAGE_SIZE });`,
    });
    await expect(building).rejects.toThrow(
      "app/example/list.ts imports app/database/database.ts, which only a server can run",
    );
  });

  it("refuses an import that is left for the browser to resolve", async () => {
    const building = buildForBrowsers({
      "app/routes/page.ts": `import shown from "react/example.cjs"; globalThis.shown = shown;`,
      "react/example.cjs": `module.exports = require(".prisma/client/index-browser-of-nothing");`,
    });
    await expect(building).rejects.toThrow(
      [
        ".prisma/client/index-browser-of-nothing cannot be resolved by a browser",
        "  imported by react/example.cjs",
        "  imported by app/routes/page.ts",
      ].join("\n"),
    );
  });
});
