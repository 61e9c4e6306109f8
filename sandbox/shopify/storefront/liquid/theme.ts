import { join } from "node:path";
import type { Context, Liquid, TagToken } from "liquidjs";
import type { Shop } from "../../shop/shop.ts";
import { createEngine } from "./engine.ts";
import { readTranslations, type Translate } from "./translations.ts";

export const THEME_ASSETS = "/cdn/theme/assets";

/** A folder of layouts, templates, sections and snippets, rendered as an Online Store 2.0 theme is. */
export interface Theme {
  directory: string;
  translate: Translate;
  /** A whole page: the template inside its layout. */
  page(template: string, scope: Record<string, unknown>): Promise<string>;
  /** One section alone, for the Section Rendering API; null when the theme has no such section. */
  section(name: string, scope: Record<string, unknown>): Promise<string | null>;
}

export async function openTheme(directory: string, shop: Shop): Promise<Theme> {
  const translate = await readTranslations(join(directory, "locales"), shop.locale);
  const engine = createEngine({
    roots: [directory],
    assetUrl: (file) => `${THEME_ASSETS}/${file}`,
    translate,
    currency: shop.currencyCode,
    locale: shop.locale,
  });
  addSectionTags(engine);
  return {
    directory,
    translate,
    async page(template, scope) {
      const all = { ...scope, template: { name: template } };
      const content = await render(engine, `templates/${template}`, all);
      const layout = ["checkout", "thank-you"].includes(template) ? "checkout" : "theme";
      return render(engine, `layout/${layout}`, { ...all, content_for_layout: content });
    },
    async section(name, scope) {
      if (!/^[a-z0-9-]+$/.test(name)) return null;
      try {
        return await renderSection(engine, name, scope);
      } catch (error) {
        if (error instanceof Error && error.message.startsWith("ENOENT")) return null;
        throw error;
      }
    },
  };
}

function addSectionTags(engine: Liquid): void {
  engine.registerTag("section", {
    parse(token: TagToken) {
      this.file = token.args.replaceAll(/['"\s]/g, "");
    },
    render(context: Context) {
      return renderSection(engine, String(this.file), context.getAll());
    },
  });
  // Blocks come rendered: those of apps know nothing of the theme's scope.
  engine.registerTag("content_for", {
    parse: () => undefined,
    render: (context: Context) => blocksIn(context.getSync(["content_for_blocks"])),
  });
}

function blocksIn(blocks: unknown): string {
  return typeof blocks === "string" ? blocks : "";
}

async function renderSection(engine: Liquid, name: string, scope: object): Promise<string> {
  const content = await render(engine, `sections/${name}`, { ...scope, section: { id: name } });
  return `<div id="shopify-section-${name}" class="shopify-section">${content}</div>`;
}

async function render(engine: Liquid, file: string, scope: object): Promise<string> {
  return String((await engine.renderFile(file, scope)) as unknown);
}
