import { Liquid, type TagToken, type TopLevelToken } from "liquidjs";
import { blockSchema } from "./blockSchema.ts";
import { extensionFile, schemaText, translations } from "./extensionFiles.ts";

const source = extensionFile("blocks/customizer.liquid");

const engine = new Liquid({ strictFilters: true });
engine.registerFilter("asset_url", (file: string) => `/assets/${file}`);
engine.registerFilter("stylesheet_tag", (url: string) => `<link rel="stylesheet" href="${url}">`);
engine.registerFilter("t", function (key: string) {
  const language = String(this.context.getSync(["texts"]));
  return translations(language).get(key) ?? `translation missing: ${key}`;
});
engine.registerTag("schema", {
  parse(_tag: TagToken, rest: TopLevelToken[]) {
    while (rest.length > 0) {
      const token = rest.shift();
      if (token && "name" in token && token.name === "endschema") return;
    }
  },
  render: () => "",
});
const template = engine.parse(source);

export interface BlockOptions {
  /** Settings as the merchant set them; the others have their defaults. */
  settings?: Record<string, string>;
  /** Integrated variants: SKU by variant id. `null`: the product has no such metafield. */
  skus?: Record<string, string> | null;
  selectedVariant?: number;
  customizerUrl?: string;
  storeId?: string | null;
  locale?: string;
  designMode?: boolean;
  /** `null`: no product is chosen. */
  product?: null;
  texts?: string;
}

/** The block's HTML, as Shopify would render it on a product page. */
export async function renderBlock(options: BlockOptions = {}): Promise<string> {
  const { skus = { "101": "MUG-WHITE" }, storeId = "122993486726201345", selectedVariant = 101 } = options;
  const product = {
    id: 7001,
    selected_or_first_available_variant: { id: selectedVariant },
    metafields: { $app: skus ? { integrated_variants: { value: skus } } : {} },
  };
  const html: unknown = await engine.render(template, {
    texts: options.texts ?? "en.default.json",
    block: {
      settings: { ...defaults(), product: options.product === null ? null : product, ...options.settings },
    },
    request: { locale: { iso_code: options.locale ?? "en" }, design_mode: options.designMode ?? false },
    app: {
      metafields: {
        customeow: {
          store_id: { value: storeId },
          customizer_url: { value: options.customizerUrl ?? "https://client.customeow.io" },
        },
      },
    },
  });
  return String(html);
}

function defaults(): Record<string, string> {
  const { settings } = blockSchema.parse(JSON.parse(schemaText(source)));
  return Object.fromEntries(
    settings.flatMap((setting) => (setting.type === "select" ? [[setting.id, setting.default]] : [])),
  );
}
