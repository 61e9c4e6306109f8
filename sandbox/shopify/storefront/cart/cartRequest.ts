import type { Request } from "express";
import { z } from "zod";

/** The Ajax API takes JSON or a form; forms nest with brackets, as in `properties[Name]`. */
export type CartRequest = Record<string, unknown>;

/**
 * What a request to the cart wants: its query, and its body, whose raw bytes Express has read.
 * @throws Error when the body is neither JSON nor a form.
 */
export async function readCartRequest(request: Request): Promise<CartRequest> {
  const wanted: CartRequest = {};
  for (const [name, value] of new URL(request.originalUrl, "http://localhost").searchParams)
    put(wanted, namesIn(name), value);
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body) || body.length === 0) return wanted;
  const type = request.headers["content-type"] ?? "";
  if (type.includes("json"))
    return { ...wanted, ...z.record(z.string(), z.unknown()).parse(JSON.parse(body.toString())) };
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  for (const [name, value] of form) if (typeof value === "string") put(wanted, namesIn(name), value);
  return wanted;
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
  put(child, inside[0] === "" ? [placeIn(child, inside[1]), ...inside.slice(1)] : inside, value);
}

/**
 * `updates[]` numbers its values. `items[][id]` and `items[][quantity]` belong to one item, until a name comes again:
 * so Rails reads them.
 */
function placeIn(list: CartRequest, name: string | undefined): string {
  const count = Object.keys(list).length;
  const last = list[String(count - 1)];
  return name !== undefined && isNested(last) && !Object.hasOwn(last, name)
    ? String(count - 1)
    : String(count);
}

/** Defined, not assigned: a shopper may name a property `__proto__`. */
function define(into: CartRequest, name: string, value: unknown): void {
  Object.defineProperty(into, name, { value, enumerable: true, configurable: true, writable: true });
}

function isNested(value: unknown): value is CartRequest {
  return typeof value === "object" && value !== null;
}
