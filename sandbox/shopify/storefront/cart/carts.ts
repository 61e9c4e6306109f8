import { createHash, randomUUID } from "node:crypto";

export interface CartLine {
  /** `variantId:hash`. Its properties are part of what a line is, so it changes when they do. */
  key: string;
  variantId: string;
  quantity: number;
  properties: Record<string, string>;
}

export interface Cart {
  token: string;
  note: string;
  attributes: Record<string, string>;
  /** The line that was added last comes first, as Shopify lists them. */
  lines: CartLine[];
}

/**
 * The carts of every visitor, in memory.
 *
 * Invariant: no two lines of a cart have the same variant and the same properties, and each has at least one piece.
 */
export class Carts {
  readonly #carts = new Map<string, Cart>();

  find(token: string | undefined): Cart {
    const known = token === undefined ? undefined : this.#carts.get(token);
    if (known) return known;
    const cart: Cart = { token: randomUUID().replaceAll("-", ""), note: "", attributes: {}, lines: [] };
    this.#carts.set(cart.token, cart);
    return cart;
  }
}

export function addLine(
  cart: Cart,
  { variantId, quantity, properties }: Pick<CartLine, "variantId" | "quantity" | "properties">,
): CartLine {
  const key = lineKey(variantId, properties);
  const same = cart.lines.find((line) => line.key === key);
  if (same) {
    same.quantity += quantity;
    return same;
  }
  const line = { key, variantId, quantity, properties };
  cart.lines.unshift(line);
  return line;
}

/** A line by its key, by its variant (the first one), or by its place, counted from 1. */
export function findLine(cart: Cart, wanted: { id?: string; line?: number }): CartLine | undefined {
  if (wanted.line !== undefined) return cart.lines[wanted.line - 1];
  return (
    cart.lines.find(({ key }) => key === wanted.id) ??
    cart.lines.find(({ variantId }) => variantId === wanted.id)
  );
}

/** Zero pieces remove the line. Properties that are left out stay; an empty list of them clears them. */
export function changeLine(
  cart: Cart,
  line: CartLine,
  {
    quantity = line.quantity,
    properties = line.properties,
  }: Partial<Pick<CartLine, "quantity" | "properties">>,
): void {
  const key = lineKey(line.variantId, properties);
  const same = cart.lines.find((other) => other !== line && other.key === key);
  if (same && quantity > 0) same.quantity += quantity;
  if (same || quantity < 1) cart.lines = cart.lines.filter((other) => other !== line);
  else Object.assign(line, { key, quantity, properties });
}

function lineKey(variantId: string, properties: Record<string, string>): string {
  const sorted = Object.entries(properties).sort(([one], [other]) => (one < other ? -1 : 1));
  const hash = createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 32);
  return `${variantId}:${hash}`;
}
