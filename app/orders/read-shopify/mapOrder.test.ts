import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapOrder, unreadableLine } from "./mapOrder.ts";
import { parseShopifyOrder } from "./shopifyOrder.ts";

const line = {
  id: 15191512514849,
  product_id: 8912345678901,
  variant_id: 49967332983073,
  sku: "MUG-WHITE-11",
  title: "Mug",
  variant_title: "White / 11 oz",
  quantity: 2,
  current_quantity: 2,
  price: "24.00",
  properties: [{ name: "_customInfoId", value: "173471012095041536" }],
};
const order = {
  id: 6109536387361,
  name: "#1027",
  created_at: "2026-11-04T08:34:46-05:00",
  updated_at: "2026-11-04T08:40:00-05:00",
  cancelled_at: null,
  currency: "USD",
  line_items: [line],
};

const map = (changes: object, integrated: string[] = []) =>
  mapOrder(parseShopifyOrder(JSON.stringify({ ...order, ...changes })), new Set(integrated));
const mapLine = (changes: object, integrated: string[] = []) =>
  map({ line_items: [{ ...line, ...changes }] }, integrated).lines[0];

describe("mapOrder", () => {
  it("turns Shopify's numeric ids into strings, and takes the number's sign off", () => {
    expect(map({})).toEqual({
      platformOrderId: "6109536387361",
      platformOrderNo: "1027",
      platformCreatedAt: "2026-11-04T08:34:46-05:00",
      platformUpdatedAt: new Date("2026-11-04T13:40:00Z"),
      cancelledAt: null,
      currencyCode: "USD",
      others: [],
      lines: [
        {
          position: 0,
          platformItemId: "15191512514849",
          platformProductId: "8912345678901",
          platformProductTitle: "Mug",
          platformVariantId: "49967332983073",
          platformVariantTitle: "White / 11 oz",
          sku: "MUG-WHITE-11",
          quantity: 2,
          quantityLeft: 2,
          price: "24.00",
          platformDesign: "173471012095041536",
          design: { kind: "made", customInfoId: "173471012095041536" },
        },
      ],
    });
  });

  it("leaves out lines that have nothing to do with CustoMeow", () => {
    expect(mapLine({ properties: [] })).toBeUndefined();
    expect(mapLine({ properties: [{ name: "Gift wrap", value: "yes" }] })).toBeUndefined();
  });

  it("keeps a line whose SKU is integrated although it has no design", () => {
    expect(mapLine({ properties: [] }, ["MUG-WHITE-11"])?.design).toEqual({ kind: "awaited" });
  });

  it("says of each line how much was ordered, and how much is left of it", () => {
    expect(mapLine({ current_quantity: 0 })).toMatchObject({ quantity: 2, quantityLeft: 0 });
    expect(mapLine({ current_quantity: 1 })).toMatchObject({ quantity: 2, quantityLeft: 1 });
    expect(mapLine({ current_quantity: null })).toMatchObject({ quantity: 2, quantityLeft: 2 });
  });

  it("names the lines that have nothing to do with CustoMeow", () => {
    const others = map({ line_items: [{ ...line, properties: [] }] }).others;
    expect(others).toEqual([
      { platformItemId: "15191512514849", quantity: 2, quantityLeft: 2, platformDesign: null },
    ]);
  });

  it("is of when it was placed where Shopify does not say when it changed", () => {
    expect(map({ updated_at: undefined }).platformUpdatedAt).toEqual(new Date("2026-11-04T13:34:46Z"));
  });

  it("finds the design where the properties come as an object", () => {
    const design = mapLine({ properties: { _customInfoId: "173471012095041536" } })?.design;
    expect(design).toEqual({ kind: "made", customInfoId: "173471012095041536" });
  });

  it("takes lines of deleted products and of hand-made orders, which have no ids", () => {
    expect(mapLine({ product_id: null, variant_id: null, sku: null, variant_title: null })).toMatchObject({
      platformProductId: "",
      platformVariantId: "",
      sku: "",
    });
  });

  it("says what stands where the design's id should be", () => {
    const design = mapLine({ properties: [{ name: "_customInfoId", value: "not-an-id" }] })?.design;
    expect(design).toMatchObject({ kind: "invalid", given: "not-an-id" });
  });

  it("keeps every digit of a design's id that comes as a bare JSON number", () => {
    const body = JSON.stringify(order).replace('"173471012095041536"', "173471012095041536");
    const { lines } = mapOrder(parseShopifyOrder(body), new Set());
    expect(lines[0]?.design).toEqual({ kind: "made", customInfoId: "173471012095041536" });
  });

  it("carries any id and any price through unchanged", () => {
    const id = fc.bigInt({ min: 1n, max: 10n ** 19n }).map(String);
    const price = fc
      .tuple(fc.nat(), fc.nat(99))
      .map(([whole, cents]) => `${whole}.${String(cents).padStart(2, "0")}`);
    fc.assert(
      fc.property(id, id, id, price, (orderId, itemId, customInfoId, amount) => {
        const body = JSON.stringify({
          ...order,
          line_items: [
            { ...line, price: amount, properties: [{ name: "_customInfoId", value: customInfoId }] },
          ],
        })
          .replace("6109536387361", orderId)
          .replace("15191512514849", itemId);
        const mapped = mapOrder(parseShopifyOrder(body), new Set());
        expect(mapped.platformOrderId).toBe(orderId);
        expect(mapped.lines[0]).toMatchObject({
          platformItemId: itemId,
          price: amount,
          design: { kind: "made", customInfoId },
        });
      }),
    );
  });

  it("takes whatever other apps write into the properties", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (properties) => {
        const mapped = mapLine({ properties: [...properties, ...line.properties] });
        expect(mapped?.platformItemId).toBe("15191512514849");
      }),
    );
  });
});

describe("a line that cannot be read", () => {
  const broken = { ...line, id: 15191512514850, quantity: 3_000_000_000 };
  const read = (changes: object, integrated: string[] = []) => {
    const parsed = parseShopifyOrder(
      JSON.stringify({ ...order, line_items: [line, { ...broken, ...changes }] }),
    );
    const skus = new Set(integrated);
    return { unreadable: unreadableLine(parsed, skus), lines: mapOrder(parsed, skus).lines };
  };

  it("is left out where it has nothing to do with CustoMeow", () => {
    const { unreadable, lines } = read({ properties: [] });
    expect(unreadable).toBeNull();
    expect(lines).toHaveLength(1);
  });

  it("keeps the order from being made, and is named, where it has a design or an integrated SKU", () => {
    expect(read({}).unreadable).toMatchObject({ order: "#1027", place: 2 });
    expect(read({}).unreadable?.problem).toContain("quantity");
    expect(read({ properties: [] }, ["MUG-WHITE-11"]).unreadable).toMatchObject({ place: 2 });
    expect(read({ quantity: 1, price: "free" }).unreadable?.problem).toContain("price");
  });

  it("is a second one with the same id, unless it says the same", () => {
    expect(read({ ...line })).toMatchObject({
      unreadable: null,
      lines: [{ platformItemId: "15191512514849" }],
    });
    expect(read({ ...line, quantity: 1 }).unreadable?.problem).toContain(
      "15191512514849 stands for two different items",
    );
  });

  it("is not mended by guessing, whatever it is", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (values) => {
        const parsed = parseShopifyOrder(JSON.stringify({ ...order, line_items: [line, ...values] }));
        expect(mapOrder(parsed, new Set()).lines).toHaveLength(1);
      }),
    );
  });
});

describe("parseShopifyOrder", () => {
  it("names the field that is wrong, and nothing worse happens, whatever comes", () => {
    expect(() => parseShopifyOrder("{}")).toThrow(/id/);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          parseShopifyOrder(JSON.stringify(value));
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("what a shopper or another app wrote into an order", () => {
  const nasty = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("\u0000", "a\ud800", "MUG\u0000", "👋".repeat(50_000)),
  );
  const anything = fc.anything({ values: [nasty, fc.integer()] });

  function textsIn(value: unknown): string[] {
    if (typeof value === "string") return [value];
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
  }

  it("is text that can be stored, of a bounded length, in lines that can be read and in others", () => {
    const lines = fc.record({
      sku: nasty,
      title: nasty,
      variant_title: nasty,
      value: fc.oneof(nasty, anything),
    });
    fc.assert(
      fc.property(lines, nasty, fc.constantFrom(2, "two"), ({ value, ...texts }, currency, quantity) => {
        fc.pre(currency !== "");
        const properties = [{ name: "_customInfoId", value }];
        const body = { ...order, currency, line_items: [{ ...line, ...texts, quantity, properties }] };
        const read = parseShopifyOrder(JSON.stringify(body));
        const { sku } = read.line_items.unreadable[0] ?? {};
        for (const text of textsIn([mapOrder(read, new Set()), sku, unreadableLine(read, new Set())])) {
          expect(text.isWellFormed()).toBe(true);
          expect(text).not.toContain("\u0000");
          expect(text.length).toBeLessThan(1000);
        }
      }),
    );
  });

  it("keeps no order from being made, at whatever depth it is nested", () => {
    for (let depth = 1000; depth <= 5000; depth += 250) {
      const body = JSON.stringify({
        ...order,
        line_items: [{ ...line, properties: [{ name: "_customInfoId", value: "DEEP" }] }],
      });
      const nested = body.replace('"DEEP"', "[".repeat(depth) + "]".repeat(depth));
      let read;
      try {
        read = parseShopifyOrder(nested);
      } catch {
        continue; // What is no JSON for the parser is refused before it is stored.
      }
      expect(mapOrder(read, new Set()).lines[0]?.design.kind).toBe("invalid");
    }
  });
});
