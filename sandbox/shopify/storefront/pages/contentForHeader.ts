import type { Site } from "../site.ts";
import type { Visit } from "../visit.ts";

/** Where the scripts are served that Shopify adds to a page of any theme. */
export const PLATFORM_ASSETS = "/cdn/shopifycloud/storefront/assets";

/**
 * The parts of `content_for_header` that storefront scripts rely on, and the app embeds of the head.
 * Source: shopify.dev, "Standard storefront actions": the actions are a module, so they are there once the page is
 * parsed; the theme editor's own script is on its previews alone.
 */
export function contentForHeader({ shop }: Site, visit: Visit, embeds: string): string {
  const { language, theme, designMode } = visit;
  const shopify = {
    shop: shop.domain,
    locale: language.locale,
    currency: { active: shop.currencyCode, rate: "1.0" },
    country: "US",
    theme: { name: theme.name, id: 1, role: "main" },
    routes: { root: language.root },
    ...(designMode ? { designMode: true } : {}),
  };
  const scripts = ["standard-actions.js", "payment-button.js", ...(designMode ? ["theme-editor.js"] : [])];
  return [
    `<script>window.Shopify = ${JSON.stringify(shopify).replaceAll("<", "\\u003c")};</script>`,
    ...scripts.map((file) => `<script type="module" src="${PLATFORM_ASSETS}/${file}"></script>`),
    embeds,
  ].join("\n");
}
