import type { Request } from "express";
import { z } from "zod";

/** The Ajax API takes JSON or a form; forms nest with brackets, as in `properties[Name]`. */
export type CartRequest = Record<string, unknown>;

/**
 * The body of a request to the cart, whose raw bytes Express has read.
 * @throws Error when it is neither JSON nor a form.
 */
export async function readCartRequest(request: Request): Promise<CartRequest> {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  const type = request.headers["content-type"] ?? "";
  if (type.includes("json")) return z.record(z.string(), z.unknown()).parse(JSON.parse(body.toString()));
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  const nested: CartRequest = {};
  for (const [name, value] of form) if (typeof value === "string") put(nested, namesIn(name), value);
  return nested;
}

/** `items[0][id]` is three names. */
function namesIn(name: string): string[] {
  const [first = "", ...inside] = name.split("[");
  return [first, ...inside.map((part) => part.replace(/\]$/, ""))];
}

function put(into: CartRequest, [name = "", ...inside]: string[], value: string): void {
  if (inside.length === 0) {
    define(into, name, value);
    return;
  }
  const known = Object.hasOwn(into, name) ? into[name] : undefined;
  const child = isNested(known) ? known : {};
  define(into, name, child);
  // `updates[]` numbers its values.
  put(child, inside[0] === "" ? [String(Object.keys(child).length), ...inside.slice(1)] : inside, value);
}

/** Defined, not assigned: a shopper may name a property `__proto__`. */
function define(into: CartRequest, name: string, value: unknown): void {
  Object.defineProperty(into, name, { value, enumerable: true, configurable: true, writable: true });
}

function isNested(value: unknown): value is CartRequest {
  return typeof value === "object" && value !== null;
}
