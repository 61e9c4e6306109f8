import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise } from "dependency-cruiser";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import rules from "./rules.ts";

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "architecture-"));
  await write({
    "package.json": JSON.stringify({ dependencies: { react: "1" }, devDependencies: { vitest: "1" } }),
  });
  for (const name of ["react", "vitest", "@shopify/shopify-api"])
    await write({
      [`node_modules/${name}/package.json`]: JSON.stringify({ name, main: "index.js" }),
      [`node_modules/${name}/index.js`]: "",
    });
});
afterEach(() => rm(project, { recursive: true, force: true }));

async function write(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(project, dirname(path)), { recursive: true });
    await writeFile(join(project, path), text);
  }
}

/** The rules that are broken by a file with this import, each once. */
async function brokenBy(
  path: string,
  imported: string,
  others: Record<string, string> = {},
): Promise<string[]> {
  await write({ ...others, [path]: imported });
  const roots = [...new Set([path, ...Object.keys(others)].map((file) => file.split("/")[0] ?? ""))];
  const { output } = await cruise(roots, {
    ...rules.options,
    baseDir: project,
    validate: true,
    ruleSet: { forbidden: rules.forbidden ?? [] },
  });
  if (typeof output === "string") throw new Error("No result came.");
  return [...new Set(output.summary.violations.map(({ rule }) => rule.name))];
}

describe("an import that looks up", () => {
  it.each([
    ["from what stands below", "app/shops/shop.ts", "../orders/apply/order.ts", "shops-looks-down"],
    ["from a sibling", "app/skus/sku.ts", "../production/file.ts", "skus-looks-down"],
    ["from what stands alone", "app/customeow/client.ts", "../log/log.ts", "customeow-looks-down"],
    ["to the pages", "app/orders/send/order.ts", "../../components/Order.tsx", "orders/send-looks-down"],
    ["to the words", "app/inbox/inbox.ts", "../wording/english.ts", "inbox-looks-down"],
  ])("is a mistake: %s", async (_, path, imported, rule) => {
    const target = join(dirname(path), imported);
    const statement = `import { thing } from "${imported}";\nthing();`;
    expect(await brokenBy(path, statement, { [target]: "export const thing = () => {};" })).toEqual([rule]);
  });

  it("is a mistake where only a type is imported", async () => {
    const statement = `import type { Order } from "../orders/apply/order.ts";\nexport type Orders = Order[];`;
    const others = { "app/orders/apply/order.ts": "export interface Order { id: string }" };
    expect(await brokenBy("app/shops/shop.ts", statement, others)).toEqual(["shops-looks-down"]);
  });

  it("is none in a test, which brings together what it needs", async () => {
    const statement = `import { thing } from "../orders/apply/order.ts";\nthing();`;
    const others = { "app/orders/apply/order.ts": "export const thing = () => {};" };
    expect(await brokenBy("app/shops/shop.test.ts", statement, others)).toEqual([]);
  });

  it("is none where it looks down", async () => {
    const statement = `import { thing } from "../../shops/shop.ts";\nthing();`;
    const others = { "app/shops/shop.ts": "export const thing = () => {};" };
    expect(await brokenBy("app/orders/apply/order.ts", statement, others)).toEqual([]);
  });
});

describe("an import that is a mistake wherever it looks", () => {
  it("closes a circle, be it of types", async () => {
    const one = `import type { Other } from "./other.ts";\nexport interface One { other: Other }`;
    const other = `import type { One } from "./one.ts";\nexport interface Other { one: One }`;
    expect(await brokenBy("tests/one.ts", one, { "tests/other.ts": other })).toEqual(["no-circles"]);
  });

  it.each([
    ["brings React into the domain", "app/orders/apply/order.ts", "react", "domain-knows-no-framework"],
    [
      "reaches past app/shopify",
      "app/orders/apply/order.ts",
      "@shopify/shopify-api",
      "only-shopify-talks-to-shopify",
    ],
    ["needs a developer's tool", "app/orders/apply/order.ts", "vitest", "product-needs-no-tools"],
    ["names no file", "app/orders/apply/order.ts", "./nowhere.ts", "no-missing-file"],
  ])("%s", async (_, path, imported, rule) => {
    expect(await brokenBy(path, `import thing from "${imported}";\nthing();`)).toContain(rule);
  });

  it.each([
    [
      "the app needs the sandbox",
      "app/orders/apply/order.ts",
      "sandbox/start.ts",
      "product-knows-only-itself",
    ],
    [
      "the sandbox needs the app",
      "sandbox/start.ts",
      "app/orders/apply/order.ts",
      "sandbox-stands-for-the-world",
    ],
    [
      "one stand-in needs the other",
      "sandbox/shopify/shop.ts",
      "sandbox/customeow/store.ts",
      "stand-ins-know-nothing-of-each-other",
    ],
    ["an extension needs the app", "extensions/block/block.js", "app/text/text.ts", "extensions-stand-alone"],
    ["a test needs a benchmark", "tests/walk.ts", "bench/walk.ts", "nothing-needs-a-benchmark"],
  ])("%s", async (_, path, target, rule) => {
    const up = "../".repeat(path.split("/").length - 1);
    const statement = `import { thing } from "${up}${target}";\nthing();`;
    expect(await brokenBy(path, statement, { [target]: "export const thing = () => {};" })).toEqual([rule]);
  });
});

it("sees a folder that has no place in the house", async () => {
  const others = { "app/text/text.ts": "export const thing = () => {};" };
  const statement = `import { thing } from "../text/text.ts";\nthing();`;
  expect(await brokenBy("app/helpers/help.ts", statement, others)).toEqual(["every-room-has-its-place"]);
});
