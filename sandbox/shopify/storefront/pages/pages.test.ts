import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { connect, openStorefront, productOf, variantId, type Visitor } from "../storefront.fixture.ts";

const themes = ["default", "plain", "sections"];

let storefront: Awaited<ReturnType<typeof openStorefront>>;
let visitor: Visitor;
beforeAll(async () => {
  storefront = await openStorefront();
  connect(storefront.shop, "morning-mug");
});
beforeEach(() => {
  visitor = storefront.visitor();
});
afterAll(() => storefront.close());

const text = (path: string) => visitor.text(path);

describe.each(themes)("the app's block in the theme %s", (theme) => {
  it("is on the product page, outside the form, with the app's data and the selected variant", async () => {
    const id = variantId(storefront.shop, "MUG-SAGE-15");
    const page = await text(`/products/morning-mug?theme=${theme}&variant=${id}`);
    const block = /<customeow-customizer[\s\S]*?<\/customeow-customizer>/.exec(page)?.[0] ?? "";
    expect(block).toContain('data-store="122993486726201345"');
    expect(block).toContain('data-url="https://customizer.example"');
    expect(block).toContain(`data-variant="${id}"`);
    expect(block).toContain("MUG-SAGE-15");
    const forms = page.match(/<form[^>]*action="\/cart\/add"[\s\S]*?<\/form>/g) ?? [];
    expect(forms.length).toBeGreaterThan(0);
    for (const form of forms) expect(form).not.toContain("customeow");
    expect(page.match(/customizer\.js"/g)).toHaveLength(1);
  });

  it("is in the section when that is rendered alone", async () => {
    const section = await text(`/products/morning-mug?theme=${theme}&section_id=main-product`);
    expect(section).toContain("<customeow-customizer");
  });

  it("is not there for a product without personalizable variants", async () => {
    const page = await text(`/products/botanical-poster?theme=${theme}`);
    expect(page).toContain("Botanical Poster");
    expect(page).not.toContain("customeow-customizer");
  });
});

describe("the app's block", () => {
  it("has its scripts and style sheet served", async () => {
    const page = await text("/products/morning-mug");
    const script = /src="([^"]*customizer\.js)"/.exec(page)?.[1] ?? "";
    expect(await text(script)).toContain("customeow-customizer");
  });

  it("speaks the visitor's language", async () => {
    expect(await text("/products/morning-mug?locale=fr")).toContain('data-language="fr"');
    expect(await text("/ja/products/morning-mug")).toContain('data-language="ja"');
  });

  it("tells the merchant why in the theme editor", async () => {
    expect(await text("/products/botanical-poster?design_mode=true")).toContain("dashed");
  });

  it.each(["switched off", "not connected", "uninstalled"])("is not there when it is %s", async (reason) => {
    const other = await openStorefront();
    try {
      connect(other.shop, "morning-mug");
      const [block] = other.shop.placedBlocks;
      if (reason === "switched off" && block) block.enabled = false;
      if (reason === "not connected")
        other.shop.metafields = other.shop.metafields.filter(({ key }) => key !== "store_id");
      if (reason === "uninstalled") other.shop.installation.installed = false;
      const page = await other.visitor().text("/products/morning-mug");
      expect(page).toContain("Morning Mug");
      expect(page).not.toContain("customeow-customizer");
    } finally {
      await other.close();
    }
  });
});

it("leaves out an embed while what its available_if names is false", async () => {
  const other = await openStorefront();
  try {
    connect(other.shop, "morning-mug");
    await other.visitor().post("/sandbox/storefront", { appEmbeds: ["cart-designs"] });
    expect(await other.visitor().text("/cart")).toContain("customeow-cart-designs");
    for (const metafield of other.shop.metafields)
      if (metafield.key === "connected") metafield.value = "false";
    expect(await other.visitor().text("/cart")).not.toContain("customeow-cart-designs");
  } finally {
    await other.close();
  }
});

describe.each(themes)("the shop in the theme %s", (theme) => {
  it.each(["/", "/collections/all", "/products/morning-mug", "/cart", "/nothing"])(
    "has all its texts in every language on %s",
    async (path) => {
      for (const root of ["", "/de", "/fr", "/ja", "/ar"]) {
        const page = await text(`${root}${path}?theme=${theme}`);
        expect(page).toContain("</html>");
        expect(page).not.toContain("Translation missing");
      }
    },
  );

  it("escapes what shoppers write, and hides properties that begin with an underscore", async () => {
    const id = variantId(storefront.shop, "TOTE-NATURAL");
    await text(`/?theme=${theme}`);
    await visitor.post("/cart/add.js", { id, properties: { _customInfoId: "17770001", Name: "<b>Ana</b>" } });
    for (const path of ["/cart", "/checkout"]) {
      const page = await text(path);
      expect(page).toContain("&lt;b&gt;Ana");
      expect(page).not.toContain("17770001");
    }
  });
});

describe("the shop", () => {
  it("shows every product, and one as JSON in cents", async () => {
    const collection = await text("/collections/all");
    for (const { title } of storefront.shop.products) expect(collection).toContain(title);
    expect(await visitor.json("/de/products/market-tote.js")).toMatchObject({
      price: 2400,
      handle: "market-tote",
      url: "/de/products/market-tote",
    });
  });

  it("has a page for what is not there", async () => {
    expect((await visitor.send("/products/nothing")).status).toBe(404);
    expect((await visitor.send("/de/nothing")).status).toBe(404);
  });

  it("remembers the theme that a visitor chose, until it is forgotten", async () => {
    expect(await text("/?theme=plain")).toContain("/cdn/shop/t/plain/assets");
    expect(await text("/cart")).toContain("/cdn/shop/t/plain/assets");
    expect(await text("/cart?theme=")).toContain("/cdn/shop/t/default/assets");
    expect(await text("/cart")).toContain("/cdn/shop/t/default/assets");
    expect((await visitor.send("/?theme=dawn")).status).toBe(404);
  });

  it("serves a theme's assets, and those that themes share", async () => {
    for (const file of ["theme.css", "base.css", "leaf.svg"])
      expect((await visitor.send(`/cdn/shop/t/sections/assets/${file}`)).status).toBe(200);
  });
});

describe("languages", () => {
  it("are in front of every address, and turn the page where they are read from the right", async () => {
    const page = await text("/ar/products/morning-mug");
    expect(page).toContain('<html lang="ar" dir="rtl">');
    expect(page).toContain('"routes":{"root":"/ar/"}');
    expect(page).toContain('action="/ar/cart/add"');
    expect(await text("/products/morning-mug")).toContain('<html lang="en" dir="ltr">');
    expect(await text("/?locale=ar")).toContain('dir="rtl"');
  });

  it("are switched by the form that themes have for it", async () => {
    const to = async (language_code: string, return_to: string) => {
      const body = new URLSearchParams({ form_type: "localization", language_code, return_to });
      return (await visitor.send("/localization", { method: "POST", body })).headers.get("location");
    };
    expect(await to("de", "/products/morning-mug")).toBe("/de/products/morning-mug");
    expect(await to("en", "/de/cart")).toBe("/cart");
    expect(await to("ar", "/fr")).toBe("/ar/");
    expect(await to("de", "https://elsewhere.example")).toBe("/de/");
  });
});

describe("the Section Rendering API", () => {
  it("renders one section as HTML", async () => {
    const section = await text("/?section_id=cart-drawer");
    expect(section).toContain('id="shopify-section-cart-drawer"');
    expect(section).not.toContain("<html");
    expect((await visitor.send("/?section_id=nothing")).status).toBe(404);
  });

  it("renders up to five as JSON, with null for one that is not there", async () => {
    const rendered = await visitor.json("/products/market-tote?sections=main-product,nothing");
    expect(rendered).toEqual({
      "main-product": expect.stringContaining("Market Tote") as unknown,
      nothing: null,
    });
    expect(await visitor.json("/?sections[]=header&sections[]=footer")).toHaveProperty("footer");
    expect((await visitor.send("/?sections=a,b,c,d,e,f")).status).toBe(400);
  });

  it("renders the selected variant", async () => {
    const id = variantId(storefront.shop, "MUG-SAGE-15");
    const section = await text(`/products/morning-mug?theme=sections&variant=${id}&section_id=main-product`);
    expect(section).toContain(`name="id" value="${id}"`);
    expect(section).toContain("$22.00");
  });
});

describe("what Shopify adds to a page", () => {
  it("is the Shopify object and the standard actions", async () => {
    const page = await text("/de/cart");
    expect(page).toContain('"locale":"de"');
    expect(page).toContain('"routes":{"root":"/de/"}');
    expect(page).not.toContain("designMode");
    const script = /type="module" src="([^"]*standard-actions\.js)"/.exec(page)?.[1] ?? "";
    expect(await text(script)).toContain("Shopify.actions");
  });

  it("marks sections and blocks in the theme editor", async () => {
    const page = await text("/products/morning-mug?design_mode=true");
    expect(page).toContain('"designMode":true');
    expect(page).toContain('data-shopify-editor-section="{&quot;id&quot;:&quot;main-product&quot;}"');
    expect(page).toContain('data-shopify-editor-block="{&quot;id&quot;:&quot;customizer_1&quot;');
    expect(page).toContain("theme-editor.js");
  });
});

describe("checkout", () => {
  const buyer = { email: "ana@example.com", firstName: "Ana", lastName: "Lee", address: "Maple Street 1" };
  const pay = (form: Record<string, string>, path = "/checkout") =>
    visitor.send(path, { method: "POST", body: new URLSearchParams(form) });

  it("makes the cart an order, tells the app, and empties the cart", async () => {
    const mug = variantId(storefront.shop, "MUG-WHITE-11");
    const gift = productOf(storefront.shop, "gift-card").variants[0]?.id;
    const properties = { _customInfoId: "18", Note: "" };
    await visitor.post("/cart/add.js", { id: mug, quantity: 2, properties });
    await visitor.post("/cart/add.js", { id: gift });
    const answer = await pay(buyer);
    const order = storefront.shop.orders.at(-1);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/thank-you/${order?.id ?? ""}`]);
    expect(await text(`/thank-you/${order?.id ?? ""}`)).toContain("Thank you, Ana!");
    expect(await visitor.json("/cart.js")).toMatchObject({ item_count: 0 });
    await vi.waitFor(() => {
      expect(storefront.received).toHaveLength(1);
    });
    expect(JSON.parse(storefront.received[0]?.body ?? "")).toMatchObject({
      id: Number(order?.id),
      name: order?.name,
      total_price: "86.00",
      line_items: [
        {
          variant_id: Number(mug),
          sku: "MUG-WHITE-11",
          quantity: 2,
          properties: [{ name: "_customInfoId", value: "18" }],
        },
        { sku: null, quantity: 1, properties: [] },
      ],
    });
  });

  it("needs something to buy", async () => {
    expect((await pay(buyer)).headers.get("location")).toBe("/cart");
    expect((await visitor.send("/de/checkout")).headers.get("location")).toBe("/de/cart");
  });

  it("keeps what was typed when something is missing", async () => {
    await visitor.post("/cart/add.js", { id: variantId(storefront.shop, "TOTE-NATURAL") });
    const orders = storefront.shop.orders.length;
    const answer = await pay({ ...buyer, email: "nobody" });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain("Enter your name, your address and a valid email.");
    expect(page).toContain('value="nobody"');
    expect(page).toContain('value="Maple Street 1"');
    expect(storefront.shop.orders).toHaveLength(orders);
  });

  it("of one line alone leaves the cart as it is", async () => {
    const tote = variantId(storefront.shop, "TOTE-NATURAL");
    await visitor.post("/cart/add.js", { id: variantId(storefront.shop, "MUG-WHITE-11") });
    const answer = await visitor.post("/checkouts/buy-now.json", { id: tote, properties: { a: "1" } });
    const { url } = (await answer.json()) as { url: string };
    expect(await text(url)).toContain("Market Tote");
    expect((await pay(buyer, url)).status).toBe(303);
    expect(storefront.shop.orders.at(-1)?.lineItems).toMatchObject([
      { sku: "TOTE-NATURAL", properties: [{ name: "a", value: "1" }] },
    ]);
    expect(await visitor.json("/cart.js")).toMatchObject({ item_count: 1 });
    expect((await visitor.send("/checkouts/cn/unknown")).headers.get("location")).toBe("/cart");
    expect((await visitor.post("/checkouts/buy-now.json", { id: 1 })).status).toBe(404);
  });
});
