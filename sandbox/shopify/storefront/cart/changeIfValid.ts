import type { Language } from "../language/language.ts";
import type { Site } from "../site.ts";
import { validationMessages } from "../validation/validationMessages.ts";
import type { Cart } from "./carts.ts";

/**
 * Changes a cart, unless an app's validation function refuses what would come of it.
 * @returns what the function says; then nothing has changed.
 */
export async function changeIfValid(
  site: Site,
  language: Language,
  cart: Cart,
  change: (cart: Cart) => void,
): Promise<string[]> {
  // Tried on a copy: meanwhile another request may change the cart.
  const copy = structuredClone(cart);
  change(copy);
  const refusals = await validationMessages(site, { cart: copy, language }, "CART_INTERACTION");
  if (refusals.length === 0) change(cart);
  return refusals;
}
