import { z } from "zod";
import { parseLosslessly } from "../customeow/losslessJson.ts";
import { LONGEST_TITLE, storableText } from "./storableText.ts";

/**
 * The fields of an order that shopify.app.toml subscribes to (`include_fields`), as the REST-shaped webhook has
 * them. Ids are JSON numbers there, and strings from here on.
 */
const id = z.union([z.string().regex(/^\d+$/), z.number().int().nonnegative().transform(String)]);
const optionalId = id.nullish().transform((value) => value ?? null);
const optionalText = z
  .string()
  .nullish()
  .transform((value) => storableText(value ?? "", LONGEST_TITLE));

const property = z.object({ name: z.string(), value: z.unknown() });

const lineItem = z.object({
  id,
  product_id: optionalId,
  variant_id: optionalId,
  sku: optionalText,
  title: optionalText,
  variant_title: optionalText,
  quantity: z.number().int().nonnegative(),
  current_quantity: z.number().int().nonnegative().nullish(),
  price: z.union([z.string().regex(/^\d+(\.\d+)?$/), z.number().nonnegative().transform(String)]),
  properties: z
    .array(z.unknown())
    .nullish()
    // Other apps write properties too: what is not a name with a value is none of ours.
    .transform((list) => (list ?? []).flatMap((item) => property.safeParse(item).data ?? [])),
});

const order = z.object({
  id,
  name: z
    .string()
    .min(1)
    .transform((value) => storableText(value, LONGEST_TITLE)),
  created_at: z.iso.datetime({ offset: true }),
  cancelled_at: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
  currency: z.string().min(1),
  line_items: z.array(lineItem),
});

export type ShopifyOrder = z.output<typeof order>;
export type ShopifyLineItem = ShopifyOrder["line_items"][number];

/** @throws Error naming the field that is missing or wrong. */
export function parseShopifyOrder(body: string): ShopifyOrder {
  const parsed = order.safeParse(parseLosslessly(body));
  if (!parsed.success) throw new Error(`Shopify's order could not be read: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
