import { z } from "zod";
import { parseLosslessly } from "../../customeow/losslessJson.ts";
import { readLineItems } from "./shopifyLineItem.ts";
import { LONGEST_TITLE, storableText } from "../../text/storableText.ts";

/**
 * The fields of an order that shopify.app.toml subscribes to (`include_fields`), as the REST-shaped webhook has
 * them. Ids are JSON numbers there, and strings from here on.
 */
const instant = z.iso.datetime({ offset: true });

const someText = z
  .string()
  .min(1)
  .transform((value) => storableText(value, LONGEST_TITLE));

const order = z
  .object({
    id: z.union([z.string().regex(/^\d+$/), z.number().int().nonnegative().transform(String)]),
    name: someText,
    created_at: instant,
    updated_at: instant.nullish(),
    cancelled_at: instant.nullish().transform((value) => value ?? null),
    currency: someText,
    line_items: z.array(z.unknown()).transform(readLineItems),
  })
  // Where it is not said, the order is as it was when it was placed.
  .transform((fields) => ({ ...fields, updated_at: fields.updated_at ?? fields.created_at }));

export type ShopifyOrder = z.output<typeof order>;

/** @throws Error naming the field that is missing or wrong. */
export function parseShopifyOrder(body: string): ShopifyOrder {
  return readShopifyOrder(parseLosslessly(body));
}

/** @throws Error naming the field that is missing or wrong. */
export function readShopifyOrder(value: unknown): ShopifyOrder {
  const parsed = order.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = new Set(parsed.error.issues.map(({ path }) => path.join(".") || "all of it"));
  throw new Error(`Missing, or not as Shopify describes it: ${[...fields].join(", ")}.`);
}
