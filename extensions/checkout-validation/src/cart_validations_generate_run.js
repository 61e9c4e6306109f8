// @ts-check
import { isIntegrated } from "./integratedVariants.js";
import { designMissing } from "./messages.js";

/**
 * @typedef {import("../generated/api").CartValidationsGenerateRunInput} Input
 * @typedef {import("../generated/api").CartValidationsGenerateRunResult} Result
 * @typedef {Input["cart"]["lines"][number]} CartLine
 */

/**
 * An error in the cart refuses every change of it, even the removal of one of two lines that lack a design, and the
 * shopper could never mend it. So the cart can be filled and emptied freely, and the checkout is where it must be right:
 * the online store's, the express wallets' and an agent's alike. Where Shopify names no step it is let through too: an
 * order without a design can be completed later, a shopper who is stuck cannot.
 */
const CHECKED_STEPS = ["CHECKOUT_INTERACTION", "CHECKOUT_COMPLETION"];

/** What the customizer gives for a design: digits, too many for a number; zero stands for none. */
const DESIGN_ID = /^(?!0+$)\d{1,20}$/;

/**
 * Says for each product in the cart that must be personalised, but was not, what the shopper can do about it.
 * @param {Input} input
 * @returns {Result}
 */
export function cartValidationsGenerateRun({ buyerJourney, validation, localization, cart }) {
  if (!buyerJourney.step || !CHECKED_STEPS.includes(buyerJourney.step)) return { operations: [] };
  if (validation.requirement?.value === "optional") return { operations: [] };

  const products = new Set(cart.lines.flatMap(productWithoutDesign));
  if (products.size === 0) return { operations: [] };

  const errors = [...products].map((product) => ({
    message: designMissing(product, localization.language.isoCode),
    target: "$.cart",
  }));
  return { operations: [{ validationAdd: { errors } }] };
}

/**
 * @param {CartLine} line
 * @returns {string[]} the title of the line's product if it lacks its design, else nothing
 */
function productWithoutDesign({ merchandise, customInfoId }) {
  if (merchandise.__typename !== "ProductVariant") return [];
  if (!isIntegrated(merchandise)) return [];
  return DESIGN_ID.test(customInfoId?.value?.trim() ?? "") ? [] : [merchandise.product.title];
}
