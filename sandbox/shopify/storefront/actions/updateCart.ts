import { z } from "zod";
import type { Shop } from "../../shop/shop.ts";
import { addLine, type Cart, changeLine } from "../cart/carts.ts";
import { findSellingPlan } from "../cart/sellingPlans.ts";
import { findVariant } from "../findVariant.ts";
import { cartLineId } from "./cartSummary.ts";

const globalId = (type: string) =>
  z
    .string()
    .regex(new RegExp(`^gid://shopify/${type}/\\d+$`))
    .transform((id) => id.slice(id.lastIndexOf("/") + 1));

const attributes = z
  .array(z.strictObject({ key: z.string().min(1), value: z.string() }))
  .max(250)
  .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, value])));

const line = z.strictObject({
  /** A line that is in the cart; without it the line is added. */
  id: z.string().startsWith("gid://shopify/CartLine/").optional(),
  merchandiseId: globalId("ProductVariant").optional(),
  quantity: z.int().min(0).optional(),
  sellingPlanId: globalId("SellingPlan").optional(),
  attributes: attributes.optional(),
});

/**
 * The payload of `Shopify.actions.updateCart`. One that does not fit is malformed, and the action rejects.
 * Source: shopify.dev, "updateCart", `UpdateCartPayload`.
 */
export const updateCartPayload = z.strictObject({
  cartId: z.string().optional(),
  lines: z
    .array(line.refine(({ id, merchandiseId }) => id !== undefined || merchandiseId !== undefined))
    .max(250)
    .optional(),
  note: z.string().optional(),
  discountCodes: z.array(z.string()).optional(),
});

export interface CartUserError {
  code:
    | "INVALID_MERCHANDISE_LINE"
    | "LESS_THAN"
    | "MERCHANDISE_NOT_APPLICABLE"
    | "SELLING_PLAN_NOT_APPLICABLE"
    | "VALIDATION_CUSTOM";
  field: string[];
  message: string;
}

export type UpdateCartPayload = z.infer<typeof updateCartPayload>;
type Line = NonNullable<UpdateCartPayload["lines"]>[number];
type Step = CartUserError | (() => void);

/**
 * Changes the cart as the Storefront API does: a line with `merchandiseId` alone is added, one with `id` is updated,
 * and no pieces remove it; attributes that are left out stay, an empty list of them clears them.
 * @returns what is wrong; then nothing has changed. Codes: Storefront API, `CartErrorCode`.
 */
export function updateCart(shop: Shop, cart: Cart, { lines = [], note }: UpdateCartPayload): CartUserError[] {
  const steps = lines.map((wanted, index) => step(shop, cart, wanted, ["lines", String(index)]));
  const errors = steps.filter((one) => typeof one !== "function");
  if (errors.length > 0) return errors;
  for (const one of steps) if (typeof one === "function") one();
  if (note !== undefined) cart.note = note;
  return [];
}

function step(shop: Shop, cart: Cart, wanted: Line, field: string[]): Step {
  const { id, sellingPlanId, attributes: properties, quantity } = wanted;
  const known = id === undefined ? undefined : cart.lines.find((one) => cartLineId(cart, one) === id);
  if (id !== undefined && !known)
    return error(
      "INVALID_MERCHANDISE_LINE",
      [...field, "id"],
      "The merchandise line was not found in the cart.",
    );
  const variantId = wanted.merchandiseId ?? known?.variantId ?? "";
  const found = findVariant(shop, variantId);
  if (!found?.variant.availableForSale && quantity !== 0)
    return error(
      "MERCHANDISE_NOT_APPLICABLE",
      [...field, "merchandiseId"],
      found
        ? `The product '${found.product.title}' is already sold out.`
        : `The merchandise with id gid://shopify/ProductVariant/${variantId} does not exist.`,
    );
  if (sellingPlanId !== undefined && !(found && findSellingPlan(found.product, sellingPlanId)))
    return error(
      "SELLING_PLAN_NOT_APPLICABLE",
      [...field, "sellingPlanId"],
      "The selling plan does not apply to this product.",
    );
  const change = {
    variantId,
    ...(quantity === undefined ? {} : { quantity }),
    ...(properties === undefined ? {} : { properties }),
    ...(sellingPlanId === undefined ? {} : { sellingPlanId }),
  };
  if (known)
    return () => {
      changeLine(cart, known, change);
    };
  if (quantity === 0) return error("LESS_THAN", [...field, "quantity"], "The quantity must be 1 or more.");
  return () => {
    addLine(cart, { quantity: 1, properties: {}, sellingPlanId: null, ...change });
  };
}

function error(code: CartUserError["code"], field: string[], message: string): CartUserError {
  return { code, field, message };
}
