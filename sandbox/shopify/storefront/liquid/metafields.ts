import { Drop } from "liquidjs";
import type { Metafield, Shop } from "../../shop/shop.ts";

/** Liquid's metafield object: prints as its value. Source: shopify.dev, Liquid reference, `metafield`. */
class MetafieldDrop extends Drop {
  readonly type: string;
  readonly value: unknown;

  constructor({ type, value }: Metafield) {
    super();
    this.type = type;
    this.value = typedValue(type, value);
  }

  override valueOf(): unknown {
    return this.value;
  }
}

export type MetafieldDrops = Record<string, Record<string, MetafieldDrop>>;

/**
 * An owner's metafields by namespace and key.
 * @param ownApp - Whose reserved namespace `$app` stands for, where an app's own Liquid is rendered.
 */
export function metafieldDrops(shop: Shop, ownerId: string, ownApp?: string): MetafieldDrops {
  const drops: MetafieldDrops = {};
  for (const metafield of shop.metafields.filter((one) => one.ownerId === ownerId))
    (drops[metafield.namespace] ??= {})[metafield.key] = new MetafieldDrop(metafield);
  const reserved = drops[`app--${ownApp ?? ""}`];
  return reserved ? { ...drops, $app: reserved } : drops;
}

function typedValue(type: string, value: string): unknown {
  if (type === "boolean") return value === "true";
  if (type === "number_integer" || type === "number_decimal") return Number(value);
  if (type === "json" || type.startsWith("list.")) return JSON.parse(value) as unknown;
  return value;
}
