import { blockSchema } from "./blockSchema.ts";
import { renderLiquid } from "./extensionEngine.ts";
import { extensionFile, schemaText } from "./extensionFiles.ts";

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
  return renderLiquid("customizer", {
    texts: options.texts ?? "en.default.json",
    block: {
      settings: { ...defaults(), product: options.product === null ? null : product, ...options.settings },
    },
    request: { locale: { iso_code: options.locale ?? "en" }, design_mode: options.designMode ?? false },
    shop: { permanent_domain: "example.myshopify.com" },
    app: {
      metafields: {
        customeow: {
          store_id: { value: storeId },
          customizer_url: { value: options.customizerUrl ?? "https://client.customeow.io" },
        },
      },
    },
  });
}

function defaults(): Record<string, string> {
  const { settings } = blockSchema.parse(JSON.parse(schemaText(extensionFile("blocks/customizer.liquid"))));
  return Object.fromEntries(
    settings.flatMap((setting) => (setting.type === "select" ? [[setting.id, setting.default]] : [])),
  );
}
