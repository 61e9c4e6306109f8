import { cartDrop } from "../cart/cartDrop.ts";
import { publishedLanguages, rootOf } from "../language/language.ts";
import { AppBlocks } from "../liquid/appBlocks.ts";
import type { ThemeGlobals } from "../liquid/theme.ts";
import type { Site } from "../site.ts";
import { validationMessages } from "../validation/validationMessages.ts";
import type { Visit } from "../visit.ts";
import { contentForHeader } from "./contentForHeader.ts";
import { selectedVariantId, type StorePage } from "./storePage.ts";

export interface PageContent {
  globals: ThemeGlobals;
  /** App embeds, which Shopify writes before `</body>` whatever the theme is. */
  bodyEnd: string;
}

/** Everything that a page's layout, sections and snippets see. */
export async function pageContent(site: Site, visit: Visit, page: StorePage): Promise<PageContent> {
  const globals = { ...globalObjects(site, visit), ...page.objects };
  const blocks = new AppBlocks(site.shop, site.extensionDirectory, {
    template: page.template,
    product: page.product,
    selectedVariantId: selectedVariantId(visit),
    globals,
    locale: visit.language.locale,
    root: visit.language.root,
    designMode: visit.designMode,
  });
  return {
    globals: {
      ...globals,
      cart_errors: await validationMessages(site, visit, "CART_INTERACTION"),
      content_for_blocks: page.template === "product" ? await blocks.render("section") : "",
      content_for_header: contentForHeader(site, visit, await blocks.render("head")),
    },
    bodyEnd: await blocks.render("body"),
  };
}

/** Objects that every Liquid file sees, the extension's too. */
function globalObjects({ shop }: Site, { address, language, cart, designMode }: Visit) {
  const { locale, root } = language;
  return {
    page_title: shop.name,
    shop: {
      name: shop.name,
      url: address.origin,
      permanent_domain: shop.domain,
      currency: shop.currencyCode,
      locale: shop.locale,
    },
    request: {
      host: address.host,
      origin: address.origin,
      path: address.pathname,
      locale: liquidLocale(locale, shop.locale),
      design_mode: designMode,
    },
    localization: {
      language: liquidLocale(locale, shop.locale),
      available_languages: publishedLanguages.map(({ isoCode }) => liquidLocale(isoCode, shop.locale)),
    },
    routes: {
      root_url: root === "/" ? "/" : root.slice(0, -1),
      all_products_collection_url: `${root}collections/all`,
      cart_url: `${root}cart`,
      cart_add_url: `${root}cart/add`,
      cart_change_url: `${root}cart/change`,
      cart_clear_url: `${root}cart/clear`,
      cart_update_url: `${root}cart/update`,
      checkout_url: `${root}checkout`,
    },
    cart: cartDrop(shop, cart, root),
  };
}

function liquidLocale(isoCode: string, shopLocale: string) {
  const published = publishedLanguages.find((language) => language.isoCode === isoCode);
  return {
    iso_code: isoCode,
    name: published?.name ?? isoCode,
    endonym_name: published?.endonym ?? isoCode,
    root_url: rootOf(isoCode, shopLocale),
    primary: isoCode === shopLocale,
  };
}
