import { type CustomInfoId, parseCustomInfoId } from "../../customeow/ids.ts";
import { storableText } from "../../text/storableText.ts";
import { designProperty, type ShopifyLineItem } from "./shopifyLineItem.ts";
import type { ShopifyOrder } from "./shopifyOrder.ts";

const LONGEST_KEPT_DESIGN = 200;

/** An order as it is stored and sent; see CustoMeow's reference, Create order, for the field names. */
export interface MappedOrder {
  platformOrderId: string;
  /** Shopify's `name` without a leading `#`. */
  platformOrderNo: string;
  platformCreatedAt: string;
  /** The version of the order. */
  platformUpdatedAt: Date;
  cancelledAt: Date | null;
  currencyCode: string;
  /** The lines that concern CustoMeow. */
  lines: MappedLine[];
  /** All others. */
  others: OrderedItem[];
}

/** What may change of a line after the order was placed. */
export interface OrderedItem {
  platformItemId: string;
  /** As ordered. */
  quantity: number;
  /** What the order holds of it now: less after a refund, 0 once it was removed. */
  quantityLeft: number;
  /** What stands in the line for a design, in the form in which it is kept. */
  platformDesign: string | null;
}

export interface MappedLine extends OrderedItem {
  /** Its place in Shopify's order, from 0. */
  position: number;
  platformProductId: string;
  platformProductTitle: string;
  platformVariantId: string;
  platformVariantTitle: string;
  sku: string;
  price: string;
  design: Design;
}

export type Design =
  | { kind: "made"; customInfoId: CustomInfoId }
  /** The line has an integrated SKU, but nobody designed it yet. */
  | { kind: "awaited" }
  | { kind: "invalid"; given: string };

/**
 * What of a Shopify order concerns CustoMeow: the lines that carry a design, and those whose SKU is integrated but
 * that have none. Removed ones are among them, so that an order is the same whichever of its versions comes first.
 */
export function mapOrder(order: ShopifyOrder, integrated: ReadonlySet<string>): MappedOrder {
  const mapped = order.line_items.readable.map((line) => ({
    item: toOrderedItem(line),
    line,
    design: designOf(designProperty(line)) ?? (integrated.has(line.sku) ? AWAITED : null),
  }));
  return {
    platformOrderId: order.id,
    platformOrderNo: order.name.replace(/^#/, ""),
    platformCreatedAt: order.created_at,
    platformUpdatedAt: new Date(order.updated_at),
    cancelledAt: order.cancelled_at === null ? null : new Date(order.cancelled_at),
    currencyCode: order.currency,
    lines: mapped.flatMap(({ item, line, design }) => (design === null ? [] : [toLine(item, line, design)])),
    others: mapped.flatMap(({ item, design }) => (design === null ? [item] : [])),
  };
}

/** An item because of which an order cannot be made as it came. */
export interface UnreadableItem {
  order: string;
  /** Its place in the order, from 1. */
  place: number;
  /** Which field is missing or wrong. */
  problem: string;
}

/** A personalised line of the order that could not be read, or null. */
export function unreadableLine(order: ShopifyOrder, integrated: ReadonlySet<string>): UnreadableItem | null {
  const line = order.line_items.unreadable.find(
    ({ sku, hasDesign }) => hasDesign || (sku !== null && integrated.has(sku)),
  );
  return line === undefined ? null : { order: order.name, place: line.position + 1, problem: line.problem };
}

const AWAITED: Design = { kind: "awaited" };

/** Null where there is none. */
function designOf(value: unknown): Design | null {
  if (value === null) return null;
  const given = asText(value);
  const customInfoId = parseCustomInfoId(given);
  return customInfoId === null ? invalid(given) : { kind: "made", customInfoId };
}

/** The design as it is kept in `platformDesign`, read once more. */
export function designFromKept(platformDesign: string | null): Design {
  return designOf(platformDesign) ?? AWAITED;
}

/** The shopper can write anything there, of any length: what is kept serves to recognise it. */
function invalid(given: string): Design {
  return { kind: "invalid", given: storableText(given, LONGEST_KEPT_DESIGN) };
}

/** What is nested too deeply to be written is no design either, and must not keep the order from being made. */
function asText(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value);
  } catch {
    return "nested too deeply";
  }
}

function toOrderedItem(line: ShopifyLineItem): OrderedItem {
  const value = designProperty(line);
  return {
    platformItemId: line.id,
    quantity: line.quantity,
    quantityLeft: line.current_quantity ?? line.quantity,
    platformDesign: value === null ? null : storableText(asText(value), LONGEST_KEPT_DESIGN),
  };
}

function toLine(item: OrderedItem, line: ShopifyLineItem, design: Design): MappedLine {
  return {
    ...item,
    position: line.position,
    platformProductId: line.product_id ?? "",
    platformProductTitle: line.title,
    platformVariantId: line.variant_id ?? "",
    platformVariantTitle: line.variant_title,
    sku: line.sku,
    price: line.price,
    design,
  };
}
