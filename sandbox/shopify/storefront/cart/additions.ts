import { z } from "zod";
import type { Shop } from "../../shop/shop.ts";
import { CartError } from "./cartError.ts";
import type { CartRequest } from "./cartRequest.ts";
import type { CartLine } from "./carts.ts";
import { findVariant } from "../findVariant.ts";

const id = z.union([z.string(), z.number()]).transform(String);
const quantity = z.coerce.number().int().min(1).max(1_000_000);

/** Every value becomes text, and empty ones are dropped, as Shopify does with properties. */
export const properties = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
  .transform((values) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) =>
        value === null || value === "" ? [] : [[name, String(value)] as const],
      ),
    ),
  );

const item = z.object({ id, quantity: quantity.default(1), properties: properties.default({}) });

/**
 * The lines that a request to `/cart/add` wants.
 * @throws CartError when one of them cannot be bought: then none is added.
 */
export function readAdditions(shop: Shop, body: CartRequest): Omit<CartLine, "key">[] {
  const several =
    body.items === undefined ? null : z.record(z.string(), item).or(z.array(item)).safeParse(body.items);
  const one = several ? null : item.safeParse(body);
  const items = several?.data ? Object.values(several.data) : one?.data && [one.data];
  if (!items || items.length === 0)
    throw new CartError(
      body.id
        ? "The quantity or the properties are not valid."
        : "Required parameter missing or invalid: items",
    );
  return items.map((wanted) => {
    const found = findVariant(shop, wanted.id);
    if (!found) throw new CartError("Cannot find variant");
    if (!found.variant.availableForSale)
      throw new CartError(`The product '${found.product.title}' is already sold out.`);
    return { variantId: wanted.id, quantity: wanted.quantity, properties: wanted.properties };
  });
}
