import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { connect, openStorefront, productOf, variantId, type Visitor } from "../storefront.fixture.ts";

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

const text = async (path: string) => (await visitor.send(path)).text();

describe("the app's block", () => {
  it("is on the product page, outside the form, with the app's data and the selected variant", async () => {
    const id = variantId(storefront.shop, "MUG-SAGE-15");
    const page = await text(`/products/morning-mug?variant=${id}`);
    const block = /<customeow-customizer[\s\S]*?<\/customeow-customizer>/.exec(page)?.[0] ?? "";
    expect(block).toContain('data-store="122993486726201345"');
    expect(block).toContain('data-url="https://customizer.example"');
    expect(block).toContain(`data-variant="${id}"`);
    expect(block).toContain("MUG-SAGE-15");
    expect(/<form[^>]*action="\/cart\/add"[\s\S]*?<\/form>/.exec(page)?.[0]).not.toContain("customeow");
    expect(page.match(/customizer\.js/g)).toHaveLength(1);
  });

  it("has its scripts and style sheet served", async () => {
    const page = await text("/products/morning-mug");
    const script = /src="([^"]*customizer\.js)"/.exec(page)?.[1] ?? "";
    expect(await text(script)).toContain("customeow-customizer");
  });

  it("speaks the visitor's language", async () => {
    expect(await text("/products/morning-mug?locale=fr")).toContain('data-language="fr"');
  });

  it("is not there for a product without personalizable variants", async () => {
    expect(await text("/products/botanical-poster")).not.toContain("customeow-customizer");
  });

  it("tells the merchant why in the theme editor", async () => {
    expect(await text("/products/botanical-poster?design_mode=true")).toContain("dashed");
  });

  it.each(["switched off", "not available", "uninstalled"])("is not there when it is %s", async (reason) => {
    const other = await openStorefront();
    try {
      connect(other.shop, "morning-mug");
      const [block] = other.shop.productPageBlocks;
      const connected = other.shop.metafields.find(({ key }) => key === "connected");
      if (reason === "switched off" && block) block.enabled = false;
      if (reason === "not available" && connected) connected.value = "false";
      if (reason === "uninstalled") other.shop.installation.installed = false;
      const page = await (await other.visitor().send("/products/morning-mug")).text();
      expect(page).toContain("Morning Mug");
      expect(page).not.toContain("customeow-customizer");
    } finally {
      await other.close();
    }
  });
});

describe("the shop", () => {
  it("shows every product, and one as JSON in cents", async () => {
    const collection = await text("/collections/all");
    for (const { title } of storefront.shop.products) expect(collection).toContain(title);
    expect(await visitor.json("/products/market-tote.js")).toMatchObject({
      price: 2400,
      handle: "market-tote",
    });
  });

  it("renders one section alone when asked", async () => {
    const section = await text("/?section_id=cart-drawer");
    expect(section).toContain('id="shopify-section-cart-drawer"');
    expect(section).not.toContain("<html");
    expect((await visitor.send("/?section_id=nothing")).status).toBe(404);
  });

  it("escapes what shoppers write, and hides properties that begin with an underscore", async () => {
    const id = variantId(storefront.shop, "TOTE-NATURAL");
    await visitor.post("/cart/add.js", { id, properties: { _customInfoId: "17770001", Name: "<b>Ana</b>" } });
    for (const path of ["/cart", "/checkout", "/?section_id=cart-drawer"]) {
      const page = await text(path);
      expect(page).toContain("&lt;b&gt;Ana");
      expect(page).not.toContain("17770001");
    }
  });

  it("has a page for what is not there", async () => {
    expect((await visitor.send("/products/nothing")).status).toBe(404);
  });
});

describe("checkout", () => {
  const buyer = { email: "ana@example.com", firstName: "Ana", lastName: "Lee", address: "Maple Street 1" };
  const pay = (form: Record<string, string>) =>
    visitor.send("/checkout", { method: "POST", body: new URLSearchParams(form) });

  it("makes the cart an order, tells the app, and empties the cart", async () => {
    const mug = variantId(storefront.shop, "MUG-WHITE-11");
    const gift = productOf(storefront.shop, "gift-card").variants[0]?.id;
    await visitor.post("/cart/add.js", { id: mug, quantity: 2, properties: { _customInfoId: "18" } });
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

  it("needs a cart and an address", async () => {
    expect((await pay(buyer)).headers.get("location")).toBe("/cart");
    await visitor.post("/cart/add.js", { id: variantId(storefront.shop, "TOTE-NATURAL") });
    expect((await pay({ ...buyer, email: "nobody" })).headers.get("location")).toBe("/checkout");
  });
});
