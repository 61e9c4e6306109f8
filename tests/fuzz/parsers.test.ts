import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEnvelope } from "../../app/customeow/envelope.ts";
import { parseCustomeowWebhook } from "../../app/customeow/webhook.ts";
import { keptBody } from "../../app/inbox/keptBody.ts";
import { mapOrder, unreadableLine } from "../../app/orders/read-shopify/mapOrder.ts";
import { parseShopifyOrder, type ShopifyOrder } from "../../app/orders/read-shopify/shopifyOrder.ts";
import { z } from "zod";
import { anyJson, nearly, withBareIds } from "./anyJson.ts";

const CASES = { numRuns: Number(process.env["FUZZ_CASES"] ?? 10_000) };

const order = {
  id: 6_100_000_000_001,
  name: "#1001",
  created_at: "2026-11-04T08:34:46-05:00",
  updated_at: "2026-11-04T08:34:46-05:00",
  cancelled_at: null,
  currency: "USD",
  line_items: [
    {
      id: 61_000_000_000_010,
      product_id: 1,
      variant_id: null,
      sku: "MUG",
      title: "Mug <b>",
      variant_title: null,
      quantity: 2,
      current_quantity: 2,
      price: "24.00",
      properties: [{ name: "_customInfoId", value: "176543210987654321" }],
    },
    { id: 61_000_000_000_011, sku: null, quantity: 1, price: "1.00", properties: [] },
  ],
};
const webhook = {
  id: "176543210987654321",
  webhookId: "1",
  event: "order.completedCustomInfo",
  objectId: "task_123456",
  pushTime: "2026-11-04 08:34:46",
  payload: {
    id: "176543210987654322",
    platformOrderId: "6100000000001",
    platformStoreId: "1",
    lineltems: [{ id: "176543210987654323", sku: "MUG", quantity: "3", customInfoId: "176543210987654321" }],
  },
};
const answer = {
  code: 0,
  message: "success",
  data: { count: 1, list: [{ id: "176543210987654321", sku: "MUG" }] },
};

/** A document as it may come: nearly right, right but for its ids, or anything at all, also cut off. */
const bodies = (document: unknown) =>
  fc.oneof(
    { weight: 6, arbitrary: nearly(document).map((value) => JSON.stringify(value)) },
    { weight: 2, arbitrary: nearly(document).map((value) => withBareIds(JSON.stringify(value))) },
    { weight: 1, arbitrary: anyJson.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(nearly(document), fc.nat(400))
        .map(([value, length]) => JSON.stringify(value).slice(0, length)),
    },
  );

describe("an order from Shopify that is not as it should be", () => {
  it("is read, or refused with a reason, whatever came", () => {
    fc.assert(
      fc.property(bodies(order), (body) => {
        const read = attempt(body);
        if (read === null) return;
        expect(read.id).toMatch(/^\d+$/);
        const integrated = new Set(["MUG"]);
        if (unreadableLine(read, integrated) !== null) return;
        for (const line of mapOrder(read, integrated).lines) {
          expect(Number.isSafeInteger(line.quantity)).toBe(true);
          expect(line.price).toMatch(/^\d/);
          expect(line.sku).not.toContain("\u0000");
        }
      }),
      CASES,
    );
  });
});

function attempt(body: string): ShopifyOrder | null {
  try {
    return parseShopifyOrder(body);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return null;
  }
}

describe("a webhook of CustoMeow's that is not as it should be", () => {
  it("is read, or refused with a reason, whatever came", () => {
    fc.assert(
      fc.property(bodies(webhook), (body) => {
        const parsed = parseCustomeowWebhook(body);
        if (!parsed.ok) expect(parsed.reason).not.toBe("");
        else if (parsed.webhook.event === "order.completedCustomInfo")
          for (const { customInfoId } of parsed.webhook.order.lineItems)
            expect(customInfoId ?? "1").toMatch(/^\d+$/);
      }),
      CASES,
    );
  });
});

describe("an answer of CustoMeow's that is not as it should be", () => {
  it("gives a value or a failure, and for a write never a refusal that it may not be", () => {
    const value = z.object({ count: z.number(), list: z.array(z.object({ id: z.string() })) });
    const statuses = fc.constantFrom(200, 201, 204, 301, 400, 401, 403, 404, 408, 429, 500, 502, 503, 504);
    const kinds = fc.constantFrom("read" as const, "write" as const);
    fc.assert(
      fc.property(bodies(answer), statuses, kinds, (body, httpStatus, kind) => {
        const kept = { httpStatus, contentType: "application/json", body };
        const result = readEnvelope(
          { name: "GET /skus", kind, value },
          { httpStatus, retryAfter: null, body, kept },
        );
        if (result.ok || kind === "read") return;
        // What a server's breakdown says of a write is not to be believed.
        if (httpStatus >= 500)
          expect(["unknown_outcome", "over_quota", "bad_key", "not_found"]).toContain(result.failure.kind);
        expect(result.failure.kind).not.toBe("unexpected_answer");
      }),
      CASES,
    );
  });
});

describe("a webhook about a customer", () => {
  it("keeps nothing but the ids of orders, whatever came", () => {
    fc.assert(
      fc.property(bodies({ orders_to_redact: ["1"], customer: { email: "olivia@example.com" } }), (body) => {
        const kept = JSON.parse(keptBody("customers/redact", body)) as Record<string, unknown>;
        expect(["orders_to_redact", "orders_requested"]).toEqual(expect.arrayContaining(Object.keys(kept)));
        expect(JSON.stringify(kept)).not.toContain("olivia@example.com");
      }),
      CASES,
    );
  });
});
