import { z } from "zod";
import type { Shop } from "../../shop/shop.ts";
import { findVariant } from "../findVariant.ts";
import { buyable, properties, readAdditions, sellingPlan } from "./additions.ts";
import { CartError } from "./cartError.ts";
import type { CartRequest } from "./cartRequest.ts";
import { addLine, type Cart, type CartLine, changeLine, findLine } from "./carts.ts";
import { findSellingPlan } from "./sellingPlans.ts";

const quantity = z.coerce.number().int().min(0).max(1_000_000);

const change = z.object({
  id: z.union([z.string(), z.number()]).transform(String).optional(),
  line: z.coerce.number().int().min(1).optional(),
  quantity: quantity.optional(),
  properties: properties.optional(),
  selling_plan: sellingPlan.optional(),
});

const update = z.object({
  updates: z.union([z.record(z.string(), quantity), z.array(quantity)]).optional(),
  note: z.string().optional(),
  attributes: z.record(z.string(), z.string()).optional(),
});

/**
 * `/cart/add`.
 * @returns the lines that were added to, with their new quantities.
 * @throws CartError, and then nothing is added.
 */
export function add(shop: Shop, cart: Cart, body: CartRequest): CartLine[] {
  const additions = readAdditions(shop, body);
  return additions.map((addition) => addLine(cart, addition));
}

/** `/cart/change`: one line. @throws CartError */
export function changeOne(shop: Shop, cart: Cart, body: CartRequest): void {
  const wanted = change.safeParse(body);
  if (!wanted.success) throw CartError.refused("The quantity, properties or selling plan cannot be read.");
  const { quantity: pieces, properties: texts, selling_plan: plan } = wanted.data;
  const line = findLine(cart, wanted.data);
  // A selling plan is changed by the line's place alone.
  if (!line || (plan !== undefined && wanted.data.line === undefined))
    throw CartError.badRequest("no valid id or line parameter");
  if (pieces !== undefined && pieces > line.quantity) buyable(shop, line.variantId);
  const product = findVariant(shop, line.variantId)?.product;
  if (plan && !(product && findSellingPlan(product, plan)))
    throw CartError.refused("The selling plan does not apply to this product.");
  changeLine(cart, line, {
    quantity: pieces ?? (plan === undefined ? line.quantity : 1),
    // Properties cannot be set to an empty object once they have a value.
    ...(texts !== undefined && Object.keys(texts).length > 0 ? { properties: texts } : {}),
    ...(plan === undefined ? {} : { sellingPlanId: plan }),
  });
}

/** `/cart/update`: quantities of several lines, note, attributes. @throws CartError, and then nothing is changed. */
export function updateSeveral(shop: Shop, cart: Cart, body: CartRequest): void {
  const wanted = update.safeParse(body);
  if (!wanted.success) throw CartError.missing("updates");
  const { updates = [], note, attributes } = wanted.data;
  const steps = Array.isArray(updates) ? byPlace(cart, updates) : byName(shop, cart, updates);
  if (note !== undefined) cart.note = note;
  Object.assign(cart.attributes, attributes);
  for (const step of steps) step();
}

type Step = () => void;

/** A list has a quantity for each line, in the cart's order. */
function byPlace(cart: Cart, pieces: number[]): Step[] {
  return cart.lines.flatMap((line, place) => {
    const quantity = pieces[place];
    return quantity === undefined
      ? []
      : [
          () => {
            changeLine(cart, line, { quantity });
          },
        ];
  });
}

/** By key or variant; a variant that is not in the cart is added. A form's `updates[]` are places, from 0. */
function byName(shop: Shop, cart: Cart, updates: Record<string, number>): Step[] {
  const lines = [...cart.lines];
  return Object.entries(updates).map(([name, pieces]) => {
    const line = findLine(cart, { id: name }) ?? lines[Number(name)];
    if (line)
      return () => {
        changeLine(cart, line, { quantity: pieces });
      };
    buyable(shop, name);
    const addition = { variantId: name, quantity: pieces, properties: {}, sellingPlanId: null };
    return () => {
      if (pieces > 0) addLine(cart, addition);
    };
  });
}
