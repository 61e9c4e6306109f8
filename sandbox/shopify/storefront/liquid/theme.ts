import { basename, join } from "node:path";
import type { Context, Liquid, TagToken } from "liquidjs";
import type { Shop } from "../../shop/shop.ts";
import { createEngine } from "./engine.ts";
import { FormTag } from "./formTag.ts";
import { readTranslations, type Translate } from "./translations.ts";

/** Objects that every file of a theme sees, snippets too. */
export type ThemeGlobals = Record<string, unknown>;

/** A theme's folders, rendered as an Online Store 2.0 theme is, in one language. */
export interface ThemeInLanguage {
  name: string;
  translate: Translate;
  /** A whole page: the template inside its layout. */
  page(template: string, globals: ThemeGlobals): Promise<string>;
  /** One section alone, for the Section Rendering API; null when the theme has no such section. */
  section(name: string, globals: ThemeGlobals): Promise<string | null>;
}

export interface Theme {
  name: string;
  /** Its assets, and behind them those that themes share. */
  assetDirectories: string[];
  inLanguage(locale: string): Promise<ThemeInLanguage>;
}

/** Templates whose pages are Shopify's own: themes cannot change the checkout. */
const CHECKOUT_TEMPLATES = ["checkout", "thank-you"];

const themes = join(import.meta.dirname, "..", "themes");

export function themeAssets(name: string): string {
  return `/cdn/shop/t/${name}/assets`;
}

/** A folder of `themes`. What it lacks comes from `themes/shared`. */
export function openTheme(name: string, shop: Shop): Theme {
  const folders = [join(themes, name), join(themes, "shared")];
  const opened = new Map<string, Promise<ThemeInLanguage>>();
  return {
    name,
    assetDirectories: folders.map((folder) => join(folder, "assets")),
    inLanguage(locale) {
      const known = opened.get(locale) ?? openInLanguage(folders, shop, locale);
      opened.set(locale, known);
      return known;
    },
  };
}

async function openInLanguage(folders: string[], shop: Shop, locale: string): Promise<ThemeInLanguage> {
  const name = basename(folders[0] ?? "");
  const translate = await readTranslations(join(themes, "shared", "locales"), locale);
  const engine = createEngine({
    roots: folders,
    snippets: folders.map((folder) => join(folder, "snippets")),
    parseOnce: true,
    assetUrl: (file) => `${themeAssets(name)}/${file}`,
    translate,
    currency: shop.currencyCode,
    locale: shop.locale,
  });
  addThemeTags(engine, translate);
  return {
    name,
    translate,
    async page(template, globals) {
      const all = { ...globals, template: { name: template } };
      const content = await render(engine, `templates/${template}`, all);
      const layout = CHECKOUT_TEMPLATES.includes(template) ? "checkout" : "theme";
      return render(engine, `layout/${layout}`, { ...all, content_for_layout: content });
    },
    async section(file, globals) {
      if (!/^[a-z0-9-]+$/.test(file)) return null;
      try {
        return await renderSection(engine, file, globals);
      } catch (error) {
        if (error instanceof Error && error.message.startsWith("ENOENT")) return null;
        throw error;
      }
    },
  };
}

function addThemeTags(engine: Liquid, translate: Translate): void {
  engine.registerTag("form", FormTag);
  engine.registerTag("section", {
    parse(token: TagToken) {
      this.file = token.args.replaceAll(/['"\s]/g, "");
    },
    // A section sees what is global, not what its layout or template assigned.
    render(context: Context) {
      return renderSection(engine, String(this.file), Object.fromEntries(Object.entries(context.globals)));
    },
  });
  // Blocks come rendered: those of apps know nothing of the theme's scope.
  engine.registerTag("content_for", {
    parse: () => undefined,
    render: (context: Context) => textOf(context.getSync(["content_for_blocks"])),
  });
  // Shopify writes the wallets' button; it is nothing that a theme makes.
  engine.registerFilter("payment_button", () => {
    const button = "shopify-payment-button__button shopify-payment-button__button--unbranded";
    const text = translate("products.buy_it_now");
    return `<div data-shopify="payment-button" class="shopify-payment-button"><button type="button" class="${button}">${text}</button></div>`;
  });
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

async function renderSection(engine: Liquid, name: string, globals: ThemeGlobals): Promise<string> {
  const content = await render(engine, `sections/${name}`, { ...globals, section: { id: name } });
  const editor = isInEditor(globals) ? editorAttribute(name) : "";
  return `<div id="shopify-section-${name}" class="shopify-section"${editor}>${content}</div>`;
}

function isInEditor({ request }: ThemeGlobals): boolean {
  return (
    typeof request === "object" &&
    request !== null &&
    "design_mode" in request &&
    request.design_mode === true
  );
}

/** How the theme editor finds a section in its preview. */
function editorAttribute(id: string): string {
  return ` data-shopify-editor-section="{&quot;id&quot;:&quot;${id}&quot;}"`;
}

async function render(engine: Liquid, file: string, globals: ThemeGlobals): Promise<string> {
  return String((await engine.renderFile(file, {}, { globals })) as unknown);
}
