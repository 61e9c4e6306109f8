import { readShopifyOrder, type ShopifyOrder } from "./shopifyOrder.ts";
import type { ShopOrder } from "../../shopify/operations/readOrders.ts";

/**
 * An order of the Admin API in the shape of Shopify's webhooks, read by the same rules.
 * @throws Error naming the field that is missing or wrong.
 */
export function toShopifyOrder(order: ShopOrder): ShopifyOrder {
  return readShopifyOrder({
    id: order.orderId,
    name: order.name,
    created_at: order.createdAt,
    updated_at: order.updatedAt,
    cancelled_at: order.cancelledAt,
    currency: order.currencyCode,
    line_items: order.lineItems.map((line) => ({
      id: line.lineItemId,
      product_id: line.productId,
      variant_id: line.variantId,
      sku: line.sku,
      title: line.title,
      variant_title: line.variantTitle,
      quantity: line.quantity,
      current_quantity: line.currentQuantity,
      price: line.price,
      properties: line.attributes.map(({ key, value }) => ({ name: key, value })),
    })),
  });
}
