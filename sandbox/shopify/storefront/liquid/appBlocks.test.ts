import { afterEach, describe, expect, it } from "vitest";
import { exampleShop, openStorefront } from "../storefront.fixture.ts";
import { schema, writeExtension } from "./appExtension.fixture.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A shop on whose product page these blocks are placed and switched on. */
async function shopWith(files: Record<string, string>, ...placed: string[]) {
  const extension = await writeExtension(files);
  closing.push(extension.remove);
  const shop = exampleShop();
  shop.placedBlocks = placed.map((block) => ({ block, settings: {}, enabled: true }));
  const storefront = await openStorefront({ shop, extensionDirectory: extension.directory });
  closing.push(() => storefront.close());
  return storefront;
}

const embed = (target: string, fields = {}) =>
  `<p>{{ template.name }}: {{ product.title }}, {{ cart.item_count }} in the cart</p>${schema({ target, ...fields })}`;

describe("app embeds", () => {
  it("are on every page, before the end of the body, with the page's global objects", async () => {
    const { visitor } = await shopWith({ "blocks/embed.liquid": embed("body") }, "embed");
    const product = await visitor().text("/products/market-tote");
    expect(product).toMatch(
      /<div id="shopify-block-embed_1"[^>]*><p>product: Market Tote, 0 in the cart<\/p>\s*<\/div>\s*<\/body>/,
    );
    expect(await visitor().text("/cart")).toContain("<p>cart: , 0 in the cart</p>");
  });

  it("can be in the head", async () => {
    const { visitor } = await shopWith({ "blocks/embed.liquid": embed("head") }, "embed");
    const [head = ""] = (await visitor().text("/")).split("</head>");
    expect(head).toContain("<p>index: , 0 in the cart</p>");
  });

  it("keep to the templates that their schema names", async () => {
    const source = embed("body", { enabled_on: { templates: ["cart"] } });
    const { visitor } = await shopWith({ "blocks/embed.liquid": source }, "embed");
    expect(await visitor().text("/cart")).toContain("shopify-block-embed_1");
    expect(await visitor().text("/")).not.toContain("shopify-block-embed_1");
  });

  it("are not in sections that are rendered alone", async () => {
    const { visitor } = await shopWith({ "blocks/embed.liquid": embed("body") }, "embed");
    expect(await visitor().text("/products/market-tote?section_id=main-product")).not.toContain("embed_1");
  });

  it("are switched on by the control API, which tells the names it knows", async () => {
    const { visitor } = await shopWith({ "blocks/embed.liquid": embed("body") });
    expect(await visitor().text("/")).not.toContain("shopify-block-embed");
    const answer = await visitor().post("/sandbox/storefront", { appEmbeds: ["embed"] });
    expect(await answer.json()).toMatchObject({ appEmbeds: ["embed"], known: { embeds: ["embed"] } });
    expect(await visitor().text("/")).toContain("shopify-block-embed");
    await visitor().post("/sandbox/storefront", { appEmbeds: [] });
    expect(await visitor().text("/")).not.toContain("shopify-block-embed");
    expect((await visitor().post("/sandbox/storefront", { appEmbeds: ["other"] })).status).toBe(400);
  });
});

it("loads a schema's script once, also for several blocks and an embed", async () => {
  const files = {
    "blocks/block.liquid": schema({ target: "section", javascript: "app.js" }),
    "blocks/embed.liquid": schema({ target: "body", javascript: "app.js" }),
    "assets/app.js": "",
  };
  const { visitor } = await shopWith(files, "block", "block", "embed");
  const page = await visitor().text("/products/market-tote");
  expect(page.match(/app\.js/g)).toHaveLength(1);
  expect(page.match(/shopify-app-block/g)).toHaveLength(3);
});

describe("Liquid that Shopify refuses", () => {
  it.each([
    "{% javascript %}1{% endjavascript %}",
    "{% stylesheet %}a{}{% endstylesheet %}",
    "{% include 'part' %}",
    "{% layout 'theme' %}",
    "{% section 'header' %}",
    "{% sections 'group' %}",
    "{% block 'main' %}{% endblock %}",
    "{{ 'a' | slugify }}",
    "{{ 'a' | unknown }}",
  ])("fails the page: %s", async (liquid) => {
    const source = liquid + schema({ target: "section" });
    const { visitor } = await shopWith({ "blocks/block.liquid": source }, "block");
    expect((await visitor().send("/products/market-tote")).status).toBe(500);
  });

  it("fails in a snippet too, while a snippet itself is fine", async () => {
    const files = {
      "blocks/block.liquid": `{% render 'part' %}${schema({ target: "section" })}`,
      "snippets/part.liquid": "<p>A part of {{ shop.name }}</p>",
      "blocks/other.liquid": `{% render 'bad' %}${schema({ target: "section" })}`,
      "snippets/bad.liquid": "{% include 'part' %}",
    };
    const good = await shopWith(files, "block");
    expect(await good.visitor().text("/products/market-tote")).toContain("A part of Hazel & Fern");
    const bad = await shopWith(files, "other");
    expect((await bad.visitor().send("/products/market-tote")).status).toBe(500);
  });
});
