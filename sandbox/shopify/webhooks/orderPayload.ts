import type { Order, OrderLineItem, Shop } from "../shop/shop.ts";

/**
 * The order as Shopify's REST resource, which is the payload of `orders/create` and `orders/cancelled`: ids are
 * numbers, money is decimal text. Source: shopify.dev, "Webhooks: orders/create".
 */
export function orderPayload(shop: Shop, order: Order): Record<string, unknown> {
  const total = cents(order.lineItems.map(({ price, quantity }) => toCents(price) * quantity));
  return {
    id: Number(order.id),
    admin_graphql_api_id: `gid://shopify/Order/${order.id}`,
    name: order.name,
    order_number: order.orderNumber,
    number: order.orderNumber - 1000,
    created_at: order.createdAt,
    updated_at: order.updatedAt,
    processed_at: order.createdAt,
    cancelled_at: order.cancelledAt,
    cancel_reason: order.cancelledAt === null ? null : "customer",
    currency: order.currencyCode,
    presentment_currency: order.currencyCode,
    total_price: total,
    subtotal_price: total,
    financial_status: "paid",
    fulfillment_status: null,
    test: true,
    tags: "",
    note: null,
    note_attributes: [],
    email: order.customer.email,
    contact_email: order.customer.email,
    customer: {
      id: Number(order.id) + 1,
      first_name: order.customer.firstName,
      last_name: order.customer.lastName,
      email: order.customer.email,
    },
    shipping_address: {
      first_name: order.customer.firstName,
      last_name: order.customer.lastName,
      address1: order.customer.address,
    },
    line_items: order.lineItems.map((line) => lineItem(shop, line)),
  };
}

function lineItem(shop: Shop, line: OrderLineItem): Record<string, unknown> {
  return {
    id: Number(line.id),
    admin_graphql_api_id: `gid://shopify/LineItem/${line.id}`,
    product_id: line.productId === null ? null : Number(line.productId),
    product_exists: line.productId !== null,
    variant_id: line.variantId === null ? null : Number(line.variantId),
    sku: line.sku,
    title: line.title,
    name: line.variantTitle === null ? line.title : `${line.title} - ${line.variantTitle}`,
    variant_title: line.variantTitle,
    vendor: shop.name,
    quantity: line.quantity,
    current_quantity: line.currentQuantity,
    fulfillable_quantity: line.currentQuantity,
    fulfillment_status: null,
    gift_card: false,
    grams: 0,
    price: line.price,
    properties: line.properties,
    requires_shipping: true,
    taxable: true,
    total_discount: "0.00",
  };
}

const toCents = (price: string) => Math.round(Number(price) * 100);
const cents = (amounts: number[]) => (amounts.reduce((sum, amount) => sum + amount, 0) / 100).toFixed(2);
