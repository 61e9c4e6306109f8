import { randomUUID } from "node:crypto";
import { readOrderPage } from "../../app/orders/pages/orderPage.ts";
import { isFinal } from "../../app/orders/lifecycle/states.ts";
import { english } from "../../app/wording/english.ts";
import { type OrderPageInWords, orderPageInWords } from "../../app/wording/orderPage.ts";
import { eventually, type TestWorld } from "../world/testWorld.ts";

export interface LineSketch {
  sku?: string;
  /** What stands in the line's `_customInfoId`; no property where not given. */
  design?: string;
}

let nextOrder = 6_100_000_000_000;

/** The body of an `orders/create` webhook. */
export function orderBody(lines: LineSketch[], id = (nextOrder += 1)): string {
  return JSON.stringify({
    id,
    name: `#${id % 100_000}`,
    created_at: "2026-11-04T08:34:46-05:00",
    cancelled_at: null,
    currency: "USD",
    line_items: lines.map(({ sku = "MUG-WHITE-11", design }, index) => ({
      id: id * 10 + index,
      product_id: 1,
      variant_id: 2,
      sku,
      title: "Mug",
      variant_title: "White",
      quantity: 1,
      current_quantity: 1,
      price: "24.00",
      properties: design === undefined ? [] : [{ name: "_customInfoId", value: design }],
    })),
  });
}

export const platformOrderIdOf = (body: string) => String((JSON.parse(body) as { id: number }).id);

export function deliver(world: TestWorld, body: string, webhookId: string = randomUUID()) {
  return world.services.inbox.receive({
    source: "shopify",
    shopDomain: world.shop.domain,
    topic: "orders/create",
    webhookId,
    triggeredAt: new Date(),
    body,
  });
}

/** The order's page, once nothing more happens to it by itself. */
export async function settledOrder(world: TestWorld, body: string): Promise<OrderPageInWords> {
  const platformOrderId = platformOrderIdOf(body);
  return eventually(`order ${platformOrderId} is settled`, async () => {
    const row = await world.services.database.order.findFirst({ where: { platformOrderId } });
    const page = row && (await readOrderPage(world.services.database, world.shopId, row.id));
    return page && !page.live && isFinal(page.state) ? orderPageInWords(page, english) : null;
  });
}

/** What CustoMeow has of the order. */
export async function sentOrders(world: TestWorld, body: string) {
  const { orders } = await world.customeowState();
  return orders.filter(({ platformOrderId }) => platformOrderId === platformOrderIdOf(body));
}
