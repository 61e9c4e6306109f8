import { join } from "node:path";
import type { PlacedBlock, Product, Shop } from "../../shop/shop.ts";
import { type ThemeBlock, isAvailable, themeBlocks } from "../../admin/themeBlocks.ts";
import { readBlockFiles } from "./blockFiles.ts";
import { createEngine } from "./engine.ts";
import { metafieldDrops } from "./metafields.ts";
import { productDrop } from "./productDrop.ts";
import { readTranslations } from "./translations.ts";

export interface BlockPage {
  product: Product;
  selectedVariantId: string | undefined;
  /** What every Liquid file sees: `shop`, `request`, `routes`, … */
  globals: Record<string, unknown>;
  locale: string;
}

/** Where an extension's assets are served. Shopify's own addresses have such a shape. */
export const EXTENSION_ASSETS = "/cdn/shopifycloud/extensions/customizer/assets";

/**
 * The blocks that the merchant placed on the product page, as HTML. Read from the disk on every page, so that a
 * change shows at once. A block is left out while its `available_if` is false, or on a template that is not among
 * its `enabled_on`. Source: shopify.dev, "Configure theme app extensions".
 */
export async function renderAppBlocks(
  shop: Shop,
  extensionDirectory: string,
  page: BlockPage,
): Promise<string> {
  const placed = shop.productPageBlocks.filter(({ enabled }) => enabled);
  if (!shop.installation.installed || placed.length === 0) return "";
  const blocks = await themeBlocks(extensionDirectory);
  const translate = await readTranslations(join(extensionDirectory, "locales"), page.locale);
  const engine = createEngine({
    roots: [join(extensionDirectory, "blocks"), join(extensionDirectory, "snippets")],
    assetUrl: (file) => `${EXTENSION_ASSETS}/${file}`,
    translate,
    currency: shop.currencyCode,
    locale: page.locale,
  });
  const loaded = new Set<string>();
  const rendered: string[] = [];
  for (const [index, one] of placed.entries()) {
    const block = blocks.find(({ handle }) => handle === one.block);
    if (!block || !isAvailable(block, shop)) continue;
    const files = await readBlockFiles(extensionDirectory, one.block);
    if (files.templates && !files.templates.includes("product")) continue;
    const id = `${one.block}_${index + 1}`;
    const html: unknown = await engine.renderFile(one.block, blockScope(shop, page, block, one, id));
    rendered.push(
      `<div id="shopify-block-${id}" class="shopify-block shopify-app-block">${String(html)}</div>`,
    );
    rendered.push(...assetTags(files, loaded));
  }
  return rendered.join("\n");
}

function blockScope(shop: Shop, page: BlockPage, block: ThemeBlock, placed: PlacedBlock, id: string) {
  const ownApp = shop.app.id;
  const { selectedVariantId } = page;
  return {
    ...page.globals,
    product: productDrop(shop, page.product, { selectedVariantId, ownApp }),
    app: { metafields: metafieldDrops(shop, `gid://shopify/AppInstallation/${shop.installation.id}`) },
    block: {
      id,
      type: `shopify://apps/customeow/blocks/${placed.block}/${shop.app.id}`,
      shopify_attributes: "",
      settings: blockSettings(shop, page, block, placed),
    },
  };
}

/** What the merchant set, else the schema's default. A product setting that is empty takes the page's product. */
function blockSettings(shop: Shop, page: BlockPage, { settings }: ThemeBlock, placed: PlacedBlock) {
  const entries = settings.flatMap(({ id, type, default: preset }) => {
    if (id === undefined) return [];
    const value = placed.settings[id] ?? preset ?? (type === "checkbox" ? false : "");
    return [[id, type === "product" ? chosenProduct(shop, page, value) : value] as const];
  });
  return Object.fromEntries(entries);
}

function chosenProduct(shop: Shop, { product, selectedVariantId }: BlockPage, value: unknown) {
  const chosen = shop.products.find(({ id, handle }) => value === handle || value === id) ?? product;
  return productDrop(shop, chosen, { selectedVariantId, ownApp: shop.app.id });
}

/** A schema's script and style sheet are loaded once, however often its block is placed. */
function assetTags(
  files: { javascript: string | null; stylesheet: string | null },
  loaded: Set<string>,
): string[] {
  const tags: string[] = [];
  const { javascript, stylesheet } = files;
  if (stylesheet && !loaded.has(stylesheet))
    tags.push(`<link href="${EXTENSION_ASSETS}/${stylesheet}" rel="stylesheet" media="all">`);
  if (javascript && !loaded.has(javascript))
    tags.push(`<script src="${EXTENSION_ASSETS}/${javascript}" defer></script>`);
  for (const file of [javascript, stylesheet]) if (file) loaded.add(file);
  return tags;
}
