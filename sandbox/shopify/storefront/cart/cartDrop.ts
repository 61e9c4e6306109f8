import type { Shop } from "../../shop/shop.ts";
import { cartResource } from "./cartResource.ts";
import type { Cart } from "./carts.ts";

/** Liquid's cart: as the Ajax API's, and each line has a link that removes it. */
export function cartDrop(shop: Shop, cart: Cart, root: string) {
  const resource = cartResource(shop, cart, root);
  return {
    ...resource,
    items: resource.items.map((item) => ({
      ...item,
      url_to_remove: `${root}cart/change?id=${encodeURIComponent(item.key)}&quantity=0`,
    })),
  };
}
