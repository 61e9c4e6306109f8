/** What the cart refuses. Answered as Shopify does: 422 with status, message and description. */
export class CartError extends Error {
  override readonly name = "CartError";
}
