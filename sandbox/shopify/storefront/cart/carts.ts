import { createHash, randomUUID } from "node:crypto";

export interface CartLine {
  /** Stays for as long as the line does: the Storefront API names a line by it. */
  id: string;
  /** `variantId:hash`. Properties and selling plan are part of what a line is, so it changes when they do. */
  key: string;
  variantId: string;
  quantity: number;
  properties: Record<string, string>;
  sellingPlanId: string | null;
}

export interface Cart {
  token: string;
  note: string | null;
  attributes: Record<string, string>;
  /** The line that was added last comes first, as Shopify lists them. */
  lines: CartLine[];
  /** Until something is done with it, Shopify's actions say that there is no cart. */
  used: boolean;
}

/**
 * The carts of every visitor, in memory.
 *
 * Invariant: no two lines of a cart have the same variant, properties and selling plan, and each has at least one piece.
 */
export class Carts {
  readonly #carts = new Map<string, Cart>();

  known(token: string | undefined): Cart | undefined {
    return token === undefined ? undefined : this.#carts.get(token);
  }

  create(): Cart {
    const token = randomUUID().replaceAll("-", "");
    const cart: Cart = { token, note: null, attributes: {}, lines: [], used: false };
    this.#carts.set(token, cart);
    return cart;
  }

  get count(): number {
    return this.#carts.size;
  }
}

type LineContent = Pick<CartLine, "variantId" | "quantity" | "properties" | "sellingPlanId">;

export function addLine(cart: Cart, content: LineContent): CartLine {
  const key = lineKey(content);
  const same = cart.lines.find((line) => line.key === key);
  if (same) {
    same.quantity += content.quantity;
    return same;
  }
  const line = { id: randomUUID(), key, ...content };
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

/** Zero pieces remove the line. What is left out stays. A line that becomes equal to another joins it. */
export function changeLine(cart: Cart, line: CartLine, change: Partial<LineContent>): void {
  const changed = { ...line, ...change };
  const key = lineKey(changed);
  const same = cart.lines.find((other) => other !== line && other.key === key);
  if (same && changed.quantity > 0) same.quantity += changed.quantity;
  if (same || changed.quantity < 1) cart.lines = cart.lines.filter((other) => other !== line);
  else Object.assign(line, changed, { key });
}

function lineKey({ variantId, properties, sellingPlanId }: Omit<LineContent, "quantity">): string {
  const sorted = Object.entries(properties).sort(([one], [other]) => (one < other ? -1 : 1));
  const hash = createHash("sha256")
    .update(JSON.stringify([sorted, sellingPlanId]))
    .digest("hex")
    .slice(0, 32);
  return `${variantId}:${hash}`;
}
