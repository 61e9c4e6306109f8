import { type CustomInfoId, parseCustomInfoId } from "../customeow/ids.ts";
import { type LineFailure, lineFailures } from "./failure.ts";
import { storableText } from "./storableText.ts";
import type { ShopifyLineItem, ShopifyOrder } from "./shopifyOrder.ts";

/** The line-item property in which the theme block puts the design's id. */
export const DESIGN_PROPERTY = "_customInfoId";

const LONGEST_KEPT_DESIGN = 200;

/** An order as it is stored and sent; see CustoMeow's reference, Create order, for the field names. */
export interface MappedOrder {
  platformOrderId: string;
  /** Shopify's `name` without a leading `#`. */
  platformOrderNo: string;
  platformCreatedAt: string;
  currencyCode: string;
  cancelled: boolean;
  lines: MappedLine[];
}

export interface MappedLine {
  platformItemId: string;
  platformProductId: string;
  platformProductTitle: string;
  platformVariantId: string;
  platformVariantTitle: string;
  sku: string;
  quantity: number;
  price: string;
  design: Design;
}

export type Design =
  | { kind: "made"; customInfoId: CustomInfoId }
  /** The line has an integrated SKU, but nobody designed it yet. */
  | { kind: "awaited" }
  | { kind: "invalid"; given: string; failure: LineFailure };

/**
 * What of a Shopify order concerns CustoMeow: the lines that carry a design, and those whose SKU is integrated but
 * that have none. All other lines, and removed ones, are left out.
 */
export function mapOrder(order: ShopifyOrder, integrated: ReadonlySet<string>): MappedOrder {
  return {
    platformOrderId: order.id,
    platformOrderNo: order.name.replace(/^#/, ""),
    platformCreatedAt: order.created_at,
    currencyCode: order.currency,
    cancelled: order.cancelled_at !== null,
    lines: order.line_items.flatMap((line) => {
      const design = designOf(line, integrated);
      const quantity = line.current_quantity ?? line.quantity;
      return design === null || quantity === 0 ? [] : [mapLine(line, quantity, design)];
    }),
  };
}

function designOf(line: ShopifyLineItem, integrated: ReadonlySet<string>): Design | null {
  const property = line.properties.find(({ name }) => name === DESIGN_PROPERTY);
  if (property === undefined || property.value === null || property.value === "")
    return line.sku !== "" && integrated.has(line.sku) ? { kind: "awaited" } : null;

  const given = typeof property.value === "string" ? property.value : JSON.stringify(property.value);
  const customInfoId = parseCustomInfoId(given);
  if (customInfoId === null) return invalid(given);
  return { kind: "made", customInfoId };
}

/** The shopper can write anything there, of any length: what is kept serves to recognise it. */
function invalid(given: string): Design {
  return {
    kind: "invalid",
    given: storableText(given, LONGEST_KEPT_DESIGN),
    failure: lineFailures.designIdInvalid(given),
  };
}

function mapLine(line: ShopifyLineItem, quantity: number, design: Design): MappedLine {
  return {
    platformItemId: line.id,
    platformProductId: line.product_id ?? "",
    platformProductTitle: line.title,
    platformVariantId: line.variant_id ?? "",
    platformVariantTitle: line.variant_title,
    sku: line.sku,
    quantity,
    price: line.price,
    design,
  };
}
