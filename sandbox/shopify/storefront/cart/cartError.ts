/**
 * What the cart refuses, as Shopify answers it: `{ status, message, description }`.
 * Source: shopify.dev, "Cart API reference", the error responses of each endpoint.
 */
export class CartError extends Error {
  override readonly name = "CartError";
  readonly status: 400 | 404 | 422;
  readonly summary: string;

  private constructor(status: 400 | 404 | 422, summary: string, description: string) {
    super(description);
    this.status = status;
    this.summary = summary;
  }

  /** Something that cannot be bought, or not so. */
  static refused(description: string): CartError {
    return new CartError(422, "Cart Error", description);
  }

  /** What a validation function of an app says about the cart that a change would make. */
  static invalid(messages: string[]): CartError {
    const text = messages.join(" ");
    return new CartError(422, text, text);
  }

  static unknownVariant(): CartError {
    return new CartError(404, "Cart Error", "Cannot find variant");
  }

  static badRequest(summary: string, description = summary): CartError {
    return new CartError(400, summary, description);
  }

  static missing(parameter: string): CartError {
    return CartError.badRequest(
      "Parameter Missing or Invalid",
      `Required parameter missing or invalid: ${parameter}`,
    );
  }

  get body() {
    const status = this.status === 400 ? "bad_request" : this.status;
    return { status, message: this.summary, description: this.message };
  }
}
