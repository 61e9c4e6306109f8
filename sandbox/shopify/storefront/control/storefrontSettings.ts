import { z } from "zod";
import type { Shop } from "../../shop/shop.ts";
import { type AddToCartFault, addToCartFault } from "../faults/addToCartFault.ts";

/** What can be switched on a running storefront, apart from what the shop itself holds. */
export interface StorefrontSettings {
  /** Name of the theme that visitors see who have not chosen another. */
  theme: string;
  /** What goes wrong when something is added to a cart; null: nothing. */
  addToCart: AddToCartFault | null;
  /** Whether the carts are judged by the apps' validation functions. */
  validation: boolean;
}

/** Fields that are left out stay as they are. */
const change = z.strictObject({
  theme: z.string().optional(),
  addToCart: addToCartFault.nullable().optional(),
  validation: z.boolean().optional(),
  /** SKUs of which nothing is left; all others can be bought. */
  soldOut: z.array(z.string()).optional(),
  /** Handles of the app embeds that are switched on; all others are off. */
  appEmbeds: z.array(z.string()).optional(),
});

export interface Choices {
  themes: readonly string[];
  /** Handles of the app's embeds. */
  embeds: readonly string[];
}

/**
 * Carries out what was asked for, all of it or nothing.
 * @returns what is wrong with it, or null.
 */
export function changeStorefront(
  shop: Shop,
  settings: StorefrontSettings,
  asked: unknown,
  { themes, embeds }: Choices,
): string | null {
  const read = change.safeParse(asked);
  if (!read.success) return z.prettifyError(read.error);
  const { theme, soldOut, appEmbeds, addToCart, validation } = read.data;
  const skus = shop.products.flatMap(({ variants }) => variants.flatMap(({ sku }) => sku ?? []));
  const problem =
    unknownAmong("theme", theme === undefined ? [] : [theme], themes) ??
    unknownAmong("SKU", soldOut, skus) ??
    unknownAmong("app embed", appEmbeds, embeds);
  if (problem !== null) return problem;
  if (theme !== undefined) settings.theme = theme;
  if (addToCart !== undefined) settings.addToCart = addToCart;
  if (validation !== undefined) settings.validation = validation;
  if (soldOut) sellOut(shop, soldOut);
  if (appEmbeds) switchEmbeds(shop, appEmbeds, embeds);
  return null;
}

/** What `GET /sandbox/storefront` answers: the same fields, with the names to choose from. */
export function storefrontState(shop: Shop, settings: StorefrontSettings, choices: Choices) {
  return {
    ...settings,
    soldOut: shop.products.flatMap(({ variants }) =>
      variants.flatMap(({ sku, availableForSale }) => (sku !== null && !availableForSale ? [sku] : [])),
    ),
    appEmbeds: shop.placedBlocks.flatMap(({ block, enabled }) =>
      enabled && choices.embeds.includes(block) ? [block] : [],
    ),
    known: choices,
  };
}

function unknownAmong(kind: string, asked: string[] = [], known: readonly string[]): string | null {
  const unknown = asked.find((name) => !known.includes(name));
  return unknown === undefined
    ? null
    : `There is no ${kind} "${unknown}". There are: ${known.join(", ") || "none"}.`;
}

function sellOut(shop: Shop, skus: string[]): void {
  for (const { variants } of shop.products)
    for (const variant of variants)
      if (variant.sku !== null) variant.availableForSale = !skus.includes(variant.sku);
}

/** The merchant switches embeds in the theme editor, where the shop keeps them beside the blocks. */
function switchEmbeds(shop: Shop, wanted: string[], embeds: readonly string[]): void {
  for (const placed of shop.placedBlocks)
    if (embeds.includes(placed.block)) placed.enabled = wanted.includes(placed.block);
  const placed = new Set(shop.placedBlocks.map(({ block }) => block));
  for (const block of wanted)
    if (!placed.has(block)) shop.placedBlocks.push({ block, settings: {}, enabled: true });
}
