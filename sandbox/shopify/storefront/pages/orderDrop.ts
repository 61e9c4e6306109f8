import type { Order, Shop } from "../../shop/shop.ts";
import { lineResource } from "../cart/cartResource.ts";
import { findVariant } from "../findVariant.ts";
import { toCents } from "../money.ts";

/** What the page after the checkout shows of an order. Lines of variants that are gone are left out. */
export function orderDrop(shop: Shop, order: Order, root: string) {
  const { firstName, lastName, address, email } = order.customer;
  const items = order.lineItems.flatMap((line) => {
    const found = line.variantId === null ? undefined : findVariant(shop, line.variantId);
    if (!found) return [];
    const { id, quantity } = line;
    const properties = Object.fromEntries(line.properties.map(({ name, value }) => [name, value]));
    const asInCart = { id, key: id, variantId: found.variant.id, quantity, properties, sellingPlanId: null };
    return [lineResource(asInCart, found, root)];
  });
  const total_price = order.lineItems.reduce((sum, line) => sum + toCents(line.price) * line.quantity, 0);
  return { name: order.name, first_name: firstName, last_name: lastName, address, email, items, total_price };
}
