import { describe, expect, test } from "vitest";
import { blockSchema } from "./blockSchema.ts";
import { extensionFile, extensionFiles, schemaText, translations } from "./extensionFiles.ts";

const blocks = extensionFiles("blocks").map((file) => {
  const liquid = extensionFile(`blocks/${file}`);
  return { file, liquid, schema: blockSchema.parse(JSON.parse(schemaText(liquid))) };
});

function schemaOf(wanted: string) {
  const block = blocks.find(({ file }) => file === wanted);
  if (!block) throw new Error(`There is no block ${wanted}`);
  return block.schema;
}

describe.each(blocks)("the schema of $file", ({ liquid, schema }) => {
  test("gives each setting an id of its own, and the block reads every one", () => {
    const ids = schema.settings.flatMap((setting) => ("id" in setting ? [setting.id] : []));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(liquid).toContain(`block.settings.${id}`);
    const read = [...liquid.matchAll(/block\.settings\.(\w+)/g)].map(([, id]) => id);
    expect(ids).toEqual(expect.arrayContaining(read));
  });

  test("has a name shorter than 25 characters in every language", () => {
    const key = schema.name.replace(/^t:/, "");
    for (const file of extensionFiles("locales").filter((name) => name.endsWith(".schema.json"))) {
      const name = translations(file).get(key);
      expect(name?.length, file).toBeLessThan(25);
    }
  });
});

test("the cart's designs are offered once the store is connected, the product block before that too: it says what is missing", () => {
  expect(schemaOf("cart-designs.liquid").available_if).toBe("{{ app.metafields.customeow.connected }}");
  expect(schemaOf("customizer.liquid").available_if).toBeUndefined();
});

describe("the product block", () => {
  const schema = schemaOf("customizer.liquid");

  test("may stand wherever a theme sells a product", () => {
    if (schema.target !== "section") throw new Error("The block is no section block");
    expect(schema.enabled_on.templates).toEqual(["product", "index", "collection", "page"]);
  });

  test("fills the product in from the page", () => {
    expect(schema.settings).toContainEqual(expect.objectContaining({ type: "product", autofill: true }));
  });

  test("asks for a design, in a window over the page, and adds it at once, unless the merchant says otherwise", () => {
    const presets = schema.settings.flatMap((setting) =>
      setting.type === "select" ? [[setting.id, setting.default]] : [],
    );
    expect(Object.fromEntries(presets)).toEqual({
      button_style: "theme",
      placement: "full",
      mode: "dialog",
      fallback_language: "en",
      requirement: "required",
      after_confirm: "add",
    });
  });

  test("offers each of CustoMeow's 27 languages as the fallback", () => {
    const languages =
      "en de fr pt-br es ja it nl zh-tw zh-cn he ru ar th id tr vi sv pl pt-pt ko el-gr cs-cz ro sk hu bg".split(
        " ",
      );
    const setting = schema.settings.find(
      (candidate) => "id" in candidate && candidate.id === "fallback_language",
    );
    const offered = setting?.type === "select" ? setting.options.map(({ value }) => value) : [];
    expect(offered.sort()).toEqual(languages.sort());
  });
});

test("the block for the cart is an app embed, since no theme offers a place for it there", () => {
  expect(schemaOf("cart-designs.liquid").target).toBe("body");
});
