import { z } from "zod";
import { LONGEST_TITLE, storableText } from "../../text/storableText.ts";

/** The line-item property in which the theme block puts the design's id. */
export const DESIGN_PROPERTY = "_customInfoId";

/** The largest that Postgres's `integer` holds. */
const LARGEST_QUANTITY = 2_147_483_647;

const id = z.union([z.string().regex(/^\d+$/), z.number().int().nonnegative().transform(String)]);
const optionalId = id.nullish().transform((value) => value ?? null);
const optionalText = z
  .string()
  .nullish()
  .transform((value) => storableText(value ?? "", LONGEST_TITLE));
const quantity = z.number().int().nonnegative().max(LARGEST_QUANTITY);

const property = z.object({ name: z.string(), value: z.unknown() });
/** Other apps write properties too, in a list or as an object: what is not a name with a value is none of ours. */
const properties = z
  .union([
    z.array(z.unknown()),
    z.record(z.string(), z.unknown()).transform((map) => Object.entries(map).map(toProperty)),
  ])
  .catch([])
  .transform((list) => list.flatMap((item) => property.safeParse(item).data ?? []));

function toProperty([name, value]: [string, unknown]) {
  return { name, value };
}

const lineItem = z.object({
  id,
  product_id: optionalId,
  variant_id: optionalId,
  sku: optionalText,
  title: optionalText,
  variant_title: optionalText,
  quantity,
  current_quantity: quantity.nullish(),
  price: z.union([z.string().regex(/^\d+(\.\d+)?$/), z.number().nonnegative().transform(String)]),
  properties,
});

export type ShopifyLineItem = z.output<typeof lineItem> & {
  /** Its place in the order, from 0. */
  position: number;
};

/** A line that is not as Shopify describes it. Whether that matters depends on whether it is personalised. */
export interface UnreadableLine {
  position: number;
  /** Null where not even that could be read. */
  sku: string | null;
  hasDesign: boolean;
  /** Which field is missing or wrong. */
  problem: string;
}

export interface ShopifyLineItems {
  readable: ShopifyLineItem[];
  unreadable: UnreadableLine[];
}

/** Reads an order's lines one by one: one that cannot be read keeps none of the others from being made. */
export function readLineItems(values: readonly unknown[]): ShopifyLineItems {
  const readable = new Map<string, ShopifyLineItem>();
  const unreadable: UnreadableLine[] = [];
  for (const [position, value] of values.entries()) {
    const parsed = lineItem.safeParse(value);
    if (!parsed.success) {
      unreadable.push(describeUnreadable(value, position, z.prettifyError(parsed.error)));
      continue;
    }
    const line = parsed.data;
    const twin = readable.get(line.id);
    if (twin === undefined) readable.set(line.id, { ...line, position });
    else if (JSON.stringify({ ...line, position: twin.position }) !== JSON.stringify(twin))
      unreadable.push(
        describeUnreadable(value, position, `The id ${line.id} stands for two different items.`),
      );
  }
  return { readable: [...readable.values()], unreadable };
}

/** What stands for the design: null where the line has none, a value of whatever kind where it has. */
export function designProperty(line: Pick<ShopifyLineItem, "properties">): unknown {
  const value = line.properties.find(({ name }) => name === DESIGN_PROPERTY)?.value ?? null;
  return value === "" ? null : value;
}

const recognisable = z.object({
  // It is looked up like any other, and Postgres refuses a query with NUL in it.
  sku: z
    .string()
    .transform((sku) => storableText(sku, LONGEST_TITLE))
    .nullish()
    .catch(null),
  properties,
});

function describeUnreadable(value: unknown, position: number, problem: string): UnreadableLine {
  const { sku, properties } = recognisable.safeParse(value).data ?? { sku: null, properties: [] };
  return { position, sku: sku ?? null, hasDesign: designProperty({ properties }) !== null, problem };
}
