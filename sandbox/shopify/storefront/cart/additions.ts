import { z } from "zod";
import type { Product, Shop, Variant } from "../../shop/shop.ts";
import { findVariant } from "../findVariant.ts";
import { variantName } from "../productResource.ts";
import { CartError } from "./cartError.ts";
import type { CartRequest } from "./cartRequest.ts";
import type { CartLine } from "./carts.ts";
import { findSellingPlan } from "./sellingPlans.ts";

const id = z.union([z.string().min(1), z.number()]).transform(String);
const quantity = z.coerce.number().int().min(1).max(1_000_000);

/** An empty one, as a form's select has it, is none. */
export const sellingPlan = z
  .union([z.string(), z.number(), z.null()])
  .transform((value) => (value === null || value === "" ? null : String(value)));

/** Every value becomes text. Empty ones stay in the cart; an order drops them. */
export const properties = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
  .transform((values) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) =>
        value === null ? [] : [[name, String(value)] as const],
      ),
    ),
  );

const item = z.object({
  id,
  quantity: quantity.default(1),
  properties: properties.default({}),
  selling_plan: sellingPlan.default(null),
});

export type Addition = Pick<CartLine, "variantId" | "quantity" | "properties" | "sellingPlanId">;

/**
 * The lines that a request to `/cart/add` wants.
 * @throws CartError when one of them cannot be bought: then none is added.
 */
export function readAdditions(shop: Shop, body: CartRequest): Addition[] {
  const asked = body.items === undefined ? [body] : listed(body.items);
  if (asked.length === 0) throw CartError.missing("items");
  return asked.map((one) => {
    const wanted = item.safeParse(one);
    if (!wanted.success) throw refusal(wanted.error);
    const { id: variantId, quantity: pieces, properties: texts, selling_plan: plan } = wanted.data;
    const found = buyable(shop, variantId);
    if (plan !== null && !findSellingPlan(found.product, plan))
      throw CartError.refused("The selling plan does not apply to this product.");
    return { variantId, quantity: pieces, properties: texts, sellingPlanId: plan };
  });
}

/** @throws CartError when the shop has no such variant, or none of it left. */
export function buyable(shop: Shop, variantId: string): { product: Product; variant: Variant } {
  const found = findVariant(shop, variantId);
  if (!found) throw CartError.unknownVariant();
  if (found.variant.availableForSale) return found;
  throw CartError.refused(`The product '${variantName(found.product, found.variant)}' is already sold out.`);
}

/** A form's `items[0][id]` arrives as a map of places. */
function listed(items: unknown): unknown[] {
  if (Array.isArray(items)) return items;
  return typeof items === "object" && items !== null ? Object.values(items) : [];
}

function refusal(error: z.ZodError): CartError {
  const [first] = error.issues;
  if (first?.path[0] === "id" || first === undefined || first.path.length === 0)
    return CartError.missing("items");
  return CartError.refused(
    first.path[0] === "quantity"
      ? "Quantity must be 1 or more"
      : `The ${String(first.path[0])} of the item cannot be read.`,
  );
}
