// @ts-check

/**
 * @typedef {Extract<
 *   import("../generated/api").CartValidationsGenerateRunInput["cart"]["lines"][number]["merchandise"],
 *   { __typename: "ProductVariant" }
 * >} Variant
 */

/**
 * Whether a variant can be personalised, by what the app has written to its product. A product with many such variants
 * has more of them than a function is given in one metafield: it has their ids in further ones.
 * @param {Variant} variant
 */
export function isIntegrated({ id: variantGid, product }) {
  const id = variantGid.slice(variantGid.lastIndexOf("/") + 1);
  if (product.integratedVariants) return isKey(id, product.integratedVariants.jsonValue);
  return [product.ids1, product.ids2, product.ids3, product.ids4, product.ids5].some(
    (metafield) => metafield && isListed(id, metafield.value),
  );
}

/**
 * @param {string} id
 * @param {unknown} skus `{ "<variant id>": "<SKU>" }`
 */
function isKey(id, skus) {
  return typeof skus === "object" && skus !== null && Object.hasOwn(skus, id);
}

/**
 * @param {string} id
 * @param {string} text ids and runs of ids, as app/shopify/operations/variantIdTexts.ts writes them
 */
function isListed(id, text) {
  if (` ${text} `.includes(` ${id} `)) return true;
  // Most texts have no run, or nothing else. Splitting long ones is what takes most of a function's instructions.
  return text.includes("-") && text.split(" ").some((word) => isInRun(Number(id), word));
}

/**
 * @param {number} id rounded where it is above those that are written in runs
 * @param {string} run `first-last/step`, all of them numbers without rounding
 */
function isInRun(id, run) {
  const [first, last, step] = run.split(/[-/]/).map(Number);
  if (first === undefined || last === undefined || step === undefined) return false;
  return id >= first && id <= last && (id - first) % step === 0;
}
