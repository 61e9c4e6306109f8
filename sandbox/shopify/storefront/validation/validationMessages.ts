import type { Site } from "../site.ts";
import type { Visit } from "../visit.ts";
import type { BuyerStep } from "./functionInput.ts";

/**
 * What is wrong with the visit's cart, in words for the buyer, each once: for every rule that is enabled in the shop,
 * its function is run. An empty cart is not judged.
 */
export async function validationMessages(
  { shop, settings, validateCart }: Site,
  { cart, language }: Pick<Visit, "cart" | "language">,
  step: BuyerStep,
): Promise<string[]> {
  const judged = settings.validation && shop.installation.installed && cart.lines.length > 0;
  if (!judged) return [];
  const enabled = shop.validations.filter((validation) => validation.enabled);
  const problems = await Promise.all(
    enabled.map((validation) => validateCart({ shop, validation, cart, step, locale: language.locale })),
  );
  return [...new Set(problems.flat().map(({ message }) => message))];
}
