import { createHmac } from "node:crypto";

export interface SignedBody {
  body: Buffer;
  signature: string;
}

/** Orders of one to five lines, with the fields that shopify.app.toml asks for, signed as Shopify signs them. */
export function signedBodies(count: number, secret: string): SignedBody[] {
  return Array.from({ length: count }, (_, index) => {
    const body = Buffer.from(JSON.stringify(order(6_100_000_000_000 + index, 1 + (index % 5))));
    return { body, signature: createHmac("sha256", secret).update(body).digest("base64") };
  });
}

function order(id: number, lines: number): Record<string, unknown> {
  return {
    id,
    name: `#${id % 100_000}`,
    created_at: "2026-11-04T08:34:46-05:00",
    updated_at: "2026-11-04T08:34:46-05:00",
    cancelled_at: null,
    currency: "USD",
    line_items: Array.from({ length: lines }, (_, line) => ({
      id: id * 10 + line,
      product_id: 9_100_000_000_001,
      variant_id: 45_100_000_000_001 + line,
      sku: "MUG-WHITE-11",
      title: "Personalised mug, white",
      variant_title: "White / 11 oz",
      quantity: 1,
      current_quantity: 1,
      price: "24.00",
      properties: [
        { name: "_customInfoId", value: String(179_639_630_637 + id) },
        { name: "_customPreview", value: `https://files.customeow.io/previews/${id}-${line}.png` },
      ],
    })),
  };
}
