import { join } from "node:path";
import type { Liquid } from "liquidjs";
import type { PlacedBlock, Product, Shop } from "../../shop/shop.ts";
import { type ThemeBlock, isAvailable, themeBlocks } from "../../admin/themeBlocks.ts";
import { readBlockFiles } from "./blockFiles.ts";
import { createEngine } from "./engine.ts";
import { forbidTags } from "./forbiddenTags.ts";
import { metafieldDrops } from "./metafields.ts";
import { productDrop } from "./productDrop.ts";
import { readTranslations } from "./translations.ts";

export interface BlockPage {
  /** E.g. `product`. */
  template: string;
  /** The page's product, where it has one. */
  product: Product | null;
  selectedVariantId: string | undefined;
  /** What every Liquid file sees: `shop`, `request`, `routes`, `cart`, … */
  globals: Record<string, unknown>;
  locale: string;
  /** What addresses begin with in this language. */
  root: string;
  designMode: boolean;
}

/** Where a block shows: among a section's blocks, or, as an app embed, at the end of the head or of the body. */
type Target = "section" | "head" | "body";

/** Where an extension's assets are served. Shopify's own addresses have such a shape. */
export const EXTENSION_ASSETS = "/cdn/shopifycloud/extensions/customizer/assets";

/**
 * The blocks and embeds that the merchant switched on, for one page. Read from the disk on every page, so that a
 * change shows at once. One is left out while its `available_if` is false, or on a template that is not among its
 * `enabled_on`. Source: shopify.dev, "Configure theme app extensions".
 */
export class AppBlocks {
  readonly #shop: Shop;
  readonly #extensionDirectory: string;
  readonly #page: BlockPage;
  /** A schema's script and style sheet are loaded once on a page, however often its block is placed. */
  readonly #loaded = new Set<string>();

  constructor(shop: Shop, extensionDirectory: string, page: BlockPage) {
    this.#shop = shop;
    this.#extensionDirectory = extensionDirectory;
    this.#page = page;
  }

  /** HTML of everything with this target, in the order in which it was placed. */
  async render(target: Target): Promise<string> {
    const placed = this.#shop.placedBlocks;
    if (!this.#shop.installation.installed || !placed.some(({ enabled }) => enabled)) return "";
    const blocks = await themeBlocks(this.#extensionDirectory);
    const engine = await this.#engine();
    const rendered: string[] = [];
    for (const [index, one] of placed.entries()) {
      const block = blocks.find(({ handle }) => handle === one.block);
      if (!one.enabled || block?.target !== target || !isAvailable(block, this.#shop)) continue;
      const files = await readBlockFiles(this.#extensionDirectory, one.block);
      if (files.templates && !files.templates.includes(this.#page.template)) continue;
      const id = `${one.block}_${index + 1}`;
      const scope = this.#scope(block, one, id);
      const html: unknown = await engine.renderFile(one.block, {}, { globals: scope });
      rendered.push(this.#wrapped(id, scope.block.shopify_attributes, String(html)));
      rendered.push(...this.#assetTags(files));
    }
    return rendered.join("\n");
  }

  async #engine(): Promise<Liquid> {
    const { locale } = this.#page;
    const engine = createEngine({
      roots: [join(this.#extensionDirectory, "blocks")],
      snippets: [join(this.#extensionDirectory, "snippets")],
      parseOnce: false,
      assetUrl: (file) => `${EXTENSION_ASSETS}/${file}`,
      translate: await readTranslations(join(this.#extensionDirectory, "locales"), locale),
      currency: this.#shop.currencyCode,
      locale: this.#shop.locale,
    });
    forbidTags(engine);
    return engine;
  }

  #wrapped(id: string, attributes: string, html: string): string {
    return `<div id="shopify-block-${id}" class="shopify-block shopify-app-block" ${attributes}>${html}</div>`;
  }

  #scope(block: ThemeBlock, placed: PlacedBlock, id: string) {
    const { product, globals, template, designMode } = this.#page;
    const type = `shopify://apps/customeow/blocks/${placed.block}/${this.#shop.app.id}`;
    const installation = `gid://shopify/AppInstallation/${this.#shop.installation.id}`;
    return {
      ...globals,
      template: { name: template },
      product: product && this.#productDrop(product),
      app: { metafields: metafieldDrops(this.#shop, installation) },
      block: {
        id,
        type,
        shopify_attributes: designMode ? editorAttribute(id, type) : "",
        settings: this.#settings(block, placed),
      },
    };
  }

  /** What the merchant set, else the schema's default. A product setting that is empty takes the page's product. */
  #settings({ settings }: ThemeBlock, placed: PlacedBlock) {
    const entries = settings.flatMap(({ id, type, default: preset }) => {
      if (id === undefined) return [];
      const value = placed.settings[id] ?? preset ?? (type === "checkbox" ? false : "");
      return [[id, type === "product" ? this.#chosenProduct(value) : value] as const];
    });
    return Object.fromEntries(entries);
  }

  #chosenProduct(value: unknown) {
    const chosen = this.#shop.products.find(({ id, handle }) => value === handle || value === id);
    const product = chosen ?? this.#page.product;
    return product && this.#productDrop(product);
  }

  #productDrop(product: Product) {
    const { selectedVariantId, root } = this.#page;
    return productDrop(this.#shop, product, { selectedVariantId, root, ownApp: this.#shop.app.id });
  }

  #assetTags({ javascript, stylesheet }: { javascript: string | null; stylesheet: string | null }): string[] {
    const tags: string[] = [];
    if (stylesheet && !this.#loaded.has(stylesheet))
      tags.push(`<link href="${EXTENSION_ASSETS}/${stylesheet}" rel="stylesheet" media="all">`);
    if (javascript && !this.#loaded.has(javascript))
      tags.push(`<script src="${EXTENSION_ASSETS}/${javascript}" defer></script>`);
    for (const file of [javascript, stylesheet]) if (file) this.#loaded.add(file);
    return tags;
  }
}

/** How the theme editor finds a block in its preview. */
function editorAttribute(id: string, type: string): string {
  const json = JSON.stringify({ id, type }).replaceAll('"', "&quot;");
  return `data-shopify-editor-block="${json}"`;
}
