import { nextId } from "./ids.ts";
import { instantWithOffset } from "./instant.ts";
import type { LineItemProperty, Order, OrderLineItem, Product, Shop, Variant } from "./shop.ts";

export type OrderedLine = ({ variantId: string } | { sku: string }) & {
  quantity: number;
  properties: LineItemProperty[];
};

export interface OrderRequest {
  lines: OrderedLine[];
  customer: Order["customer"];
}

/** A line names a variant that the shop does not sell. */
export class UnknownVariantError extends Error {
  override readonly name = "UnknownVariantError";
  readonly knownSkus: string[];

  constructor(wanted: string, shop: Shop) {
    super(`The shop has no variant ${wanted}.`);
    this.knownSkus = shop.products.flatMap(({ variants }) => variants.flatMap(({ sku }) => sku ?? []));
  }
}

/**
 * Buys. Nothing is kept when a line cannot be bought.
 * @throws UnknownVariantError
 */
export function placeOrder(shop: Shop, { lines, customer }: OrderRequest): Order {
  const lineItems = lines.map((line) => orderedLineItem(shop, line));
  const at = instantWithOffset(new Date());
  // Shopify numbers a shop's orders from 1001, without gaps.
  const orderNumber = 1001 + shop.orders.length;
  const order: Order = {
    id: nextId(),
    name: `#${orderNumber}`,
    orderNumber,
    createdAt: at,
    updatedAt: at,
    cancelledAt: null,
    currencyCode: shop.currencyCode,
    customer,
    lineItems,
  };
  shop.orders.push(order);
  return order;
}

/** @throws UnknownVariantError */
export function orderedLineItem(shop: Shop, line: OrderedLine): OrderLineItem {
  const { product, variant } = ordered(shop, line);
  return {
    id: nextId(),
    productId: product.id,
    variantId: variant.id,
    sku: variant.sku,
    title: product.title,
    variantTitle: variant.title === "Default Title" ? null : variant.title,
    quantity: line.quantity,
    currentQuantity: line.quantity,
    price: variant.price,
    properties: line.properties,
  };
}

function ordered(shop: Shop, line: OrderedLine): { product: Product; variant: Variant } {
  const matches = (variant: Variant) =>
    "variantId" in line ? variant.id === line.variantId : variant.sku === line.sku;
  for (const product of shop.products) {
    const variant = product.variants.find(matches);
    if (variant) return { product, variant };
  }
  throw new UnknownVariantError("variantId" in line ? line.variantId : line.sku, shop);
}
