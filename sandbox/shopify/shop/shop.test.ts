import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { customeowSkus } from "../../catalogue.ts";
import { exampleShop, productOf } from "../storefront/storefront.fixture.ts";
import { addProductsForSkus } from "./addProductsForSkus.ts";
import { cancelOrder, editOrder, OrderChangeError, refundLine } from "./changeOrder.ts";
import { placeOrder, UnknownVariantError } from "./placeOrder.ts";

const customer = {
  firstName: "Olivia",
  lastName: "Martin",
  email: "olivia@example.com",
  address: "Maple Street",
};
const shopSkus = () =>
  exampleShop().products.flatMap(({ variants }) => variants.flatMap(({ sku }) => sku ?? []));

describe("the shop's products", () => {
  it("have a file for each picture", () => {
    const files = readdirSync(join(import.meta.dirname, "pictures"));
    const pictures = exampleShop().products.flatMap(({ images }) =>
      images.map(({ path }) => path.split("/").at(-1)),
    );
    expect(files).toEqual(expect.arrayContaining(pictures));
  });

  it("overlap with what CustoMeow knows, and each side knows one SKU more", () => {
    const known = customeowSkus.map(({ sku }) => sku);
    expect(known.filter((sku) => !shopSkus().includes(sku))).toEqual(["LEGACY-KEYRING"]);
    expect(shopSkus().filter((sku) => !known.includes(sku))).toEqual(["POSTER-BOTANICAL"]);
  });

  it("gain one for each SKU that the shop lacks, each with its own address", () => {
    const shop = exampleShop();
    const before = shop.products.length;
    addProductsForSkus(shop, ["MUG-WHITE-11", "Ring 1", "ring-1", "Ring 1"]);
    expect(shop.products.slice(before).map(({ handle, variants }) => [handle, variants[0]?.sku])).toEqual([
      ["ring-1", "Ring 1"],
      ["ring-1-2", "ring-1"],
    ]);
  });
});

describe("an order", () => {
  it("is numbered from 1001, with the shop's offset and ids that only grow", () => {
    const shop = exampleShop();
    const lines = [{ sku: "MUG-SAGE-15", quantity: 2, properties: [{ name: "_customInfoId", value: "17" }] }];
    const [first, second] = [placeOrder(shop, { lines, customer }), placeOrder(shop, { lines, customer })];
    expect([first.name, second.name]).toEqual(["#1001", "#1002"]);
    expect(first.id).toMatch(/^\d{13}$/);
    expect(BigInt(second.id)).toBeGreaterThan(BigInt(first.id));
    expect(first.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-05:00$/);
    expect(Math.abs(Date.parse(first.createdAt) - Date.now())).toBeLessThan(60_000);
    expect(first.lineItems[0]).toMatchObject({
      sku: "MUG-SAGE-15",
      variantTitle: "Sage / 15 oz",
      price: "22.00",
      quantity: 2,
      properties: lines[0]?.properties,
    });
  });

  it("can have a line without a SKU", () => {
    const shop = exampleShop();
    const variantId = productOf(shop, "gift-card").variants[0]?.id ?? "";
    const order = placeOrder(shop, { lines: [{ variantId, quantity: 1, properties: [] }], customer });
    expect(order.lineItems[0]).toMatchObject({ sku: null, variantTitle: null });
  });

  it("is not placed when one of its lines is unknown", () => {
    const shop = exampleShop();
    const lines = ["MUG-SAGE-15", "NOWHERE"].map((sku) => ({ sku, quantity: 1, properties: [] }));
    expect(() => placeOrder(shop, { lines, customer })).toThrow(UnknownVariantError);
    expect(shop.orders).toEqual([]);
  });

  it("keeps the time of its first cancellation", () => {
    const shop = exampleShop();
    const order = placeOrder(shop, {
      lines: [{ sku: "TOTE-NATURAL", quantity: 1, properties: [] }],
      customer,
    });
    order.cancelledAt = "2026-01-01T09:00:00-05:00";
    cancelOrder(order);
    expect(order.cancelledAt).toBe("2026-01-01T09:00:00-05:00");
  });

  const totes = (quantity: number) => {
    const shop = exampleShop();
    const order = placeOrder(shop, { lines: [{ sku: "TOTE-NATURAL", quantity, properties: [] }], customer });
    return { shop, order };
  };

  it("keeps a removed line, with nothing left of it, and takes added ones", () => {
    const { shop, order } = totes(2);
    const added = [{ sku: "MUG-WHITE-11", quantity: 1, properties: [] }];
    editOrder(shop, order, { quantities: [{ line: 0, quantity: 0 }], added });
    expect(order.lineItems.map((line) => [line.quantity, line.currentQuantity])).toEqual([
      [2, 0],
      [1, 1],
    ]);
  });

  it("refunds no more than there is, and nothing of an edit that cannot be done", () => {
    const { shop, order } = totes(2);
    const before = structuredClone(order);
    expect(() => {
      refundLine(order, 0, 3);
    }).toThrow(OrderChangeError);
    const quantities = [
      { line: 0, quantity: 1 },
      { line: 7, quantity: 1 },
    ];
    expect(() => {
      editOrder(shop, order, { quantities, added: [] });
    }).toThrow(OrderChangeError);
    expect(order).toEqual(before);
  });

  it("is newer after each change, however fast they follow", () => {
    const { shop, order } = totes(3);
    const versions = [order.updatedAt];
    for (const change of [
      () => {
        refundLine(order, 0, 1);
      },
      () => {
        editOrder(shop, order, { quantities: [], added: [] });
      },
      () => {
        cancelOrder(order, true);
      },
    ]) {
      change();
      versions.push(order.updatedAt);
    }
    expect(versions).toEqual([...new Set(versions)].sort());
    expect(order.lineItems[0]?.currentQuantity).toBe(0);
    expect(order.cancelledAt).toBe(order.updatedAt);
  });
});
