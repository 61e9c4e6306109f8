/** How the app came to know of an order, or of a change of it. */
export type OrderSource =
  /** Shopify said that it was placed. Fresh: just now, so that nobody can have sent it before. */
  | { kind: "created"; isFresh: boolean }
  /** Shopify said that it changed, or was cancelled. */
  | { kind: "changed" }
  /** It was read from Shopify. */
  | { kind: "found" };
