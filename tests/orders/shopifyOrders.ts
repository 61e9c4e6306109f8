import { randomUUID } from "node:crypto";
import type { TestWorld } from "../world/testWorld.ts";

/** An order as a merchant can change it. */
export interface OrderSketch {
  id: number;
  createdAt: Date;
  updatedAt: Date;
  cancelledAt?: Date | null;
  lines: LineSketch[];
}

export interface LineSketch {
  sku?: string;
  /** What stands in the line's `_customInfoId`; no property where not given. */
  design?: string | undefined;
  quantity?: number;
  /** As much as was ordered where not given. */
  left?: number;
}

let latest = 6_300_000_000_000;
export const nextOrderId = () => (latest += 1);

/** An order that was placed now, with the shop's time zone. */
export const placed = (lines: LineSketch[]): OrderSketch => {
  const now = new Date();
  return { id: nextOrderId(), createdAt: now, updatedAt: now, lines };
};

/** The order with changes, `seconds` later. */
export const later = (order: OrderSketch, changes: Partial<OrderSketch>, seconds = 60): OrderSketch => ({
  ...order,
  ...changes,
  updatedAt: new Date(order.updatedAt.getTime() + seconds * 1000),
});

export const cancelled = (order: OrderSketch): OrderSketch =>
  later(order, { cancelledAt: new Date(order.updatedAt.getTime() + 60_000) });

/** Shopify's REST resource, with the fields that shopify.app.toml asks for. */
export function orderResource(order: OrderSketch): Record<string, unknown> {
  return {
    id: order.id,
    name: `#${order.id % 100_000}`,
    created_at: order.createdAt.toISOString(),
    updated_at: order.updatedAt.toISOString(),
    cancelled_at: order.cancelledAt?.toISOString() ?? null,
    currency: "USD",
    line_items: order.lines.map(({ sku = "MUG-WHITE-11", design, quantity = 1, left = quantity }, index) => ({
      id: order.id * 10 + index,
      product_id: 1,
      variant_id: 2,
      sku,
      title: "Mug",
      variant_title: "White",
      quantity,
      current_quantity: left,
      price: "24.00",
      properties: design === undefined ? [] : [{ name: "_customInfoId", value: design }],
    })),
  };
}

export type OrderTopic = "orders/create" | "orders/updated" | "orders/cancelled";

/** Shopify's message arrives. */
export function deliverOrder(
  world: Pick<TestWorld, "services" | "shop">,
  topic: OrderTopic,
  order: OrderSketch,
  triggeredAt = new Date(),
) {
  return world.services.inbox.receive({
    source: "shopify",
    shopDomain: world.shop.domain,
    topic,
    webhookId: randomUUID(),
    triggeredAt,
    body: JSON.stringify(orderResource(order)),
  });
}
