import type { Shop } from "../../shop/shop.ts";
import type { Cart, CartLine } from "../cart/carts.ts";
import { findVariant } from "../findVariant.ts";
import { imageOf } from "../productResource.ts";

/** The Storefront API's name of a line. */
export function cartLineId(cart: Cart, line: CartLine): string {
  return `gid://shopify/CartLine/${line.id}?cart=${cart.token}`;
}

/** Decimal money of the Storefront API and of functions. */
export function amountOf(shop: Shop, amount: number) {
  return { __typename: "MoneyV2", amount: amount.toFixed(2), currencyCode: shop.currencyCode };
}

/**
 * A cart as `Shopify.actions` report it. Source: shopify.dev, "getCart", `CartSummary`: id, totalQuantity, cost,
 * lines, discountCodes. What a line has beside them is the Storefront API's `CartLine`.
 */
export function cartSummary(shop: Shop, cart: Cart) {
  const lines = cart.lines.flatMap((line) => lineSummary(shop, cart, line));
  const total = lines.reduce((sum, { cost }) => sum + Number(cost.totalAmount.amount), 0);
  return {
    id: `gid://shopify/Cart/${cart.token}`,
    totalQuantity: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    cost: { totalAmount: money(shop, total) },
    lines,
    note: cart.note,
    discountCodes: [],
  };
}

function lineSummary(shop: Shop, cart: Cart, line: CartLine) {
  const found = findVariant(shop, line.variantId);
  if (!found) return [];
  const { product, variant } = found;
  const image = imageOf(product, variant);
  return [
    {
      id: cartLineId(cart, line),
      quantity: line.quantity,
      attributes: Object.entries(line.properties).map(([key, value]) => ({ key, value })),
      cost: { totalAmount: money(shop, Number(variant.price) * line.quantity) },
      merchandise: {
        id: `gid://shopify/ProductVariant/${variant.id}`,
        title: variant.title,
        image: image ? { url: image.path, altText: image.altText } : null,
        price: money(shop, Number(variant.price)),
        product: {
          id: `gid://shopify/Product/${product.id}`,
          handle: product.handle,
          title: product.title,
        },
      },
      sellingPlanAllocation:
        line.sellingPlanId === null
          ? null
          : { sellingPlan: { id: `gid://shopify/SellingPlan/${line.sellingPlanId}` } },
    },
  ];
}

function money(shop: Shop, amount: number) {
  return { amount: amount.toFixed(2), currencyCode: shop.currencyCode };
}
