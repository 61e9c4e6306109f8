import type { Request } from "express";
import type { Cart } from "../cart/carts.ts";
import { cartResource } from "../cart/cartResource.ts";
import type { Site } from "../site.ts";

const routes = {
  root_url: "/",
  all_products_collection_url: "/collections/all",
  cart_url: "/cart",
  cart_add_url: "/cart/add",
  cart_change_url: "/cart/change",
  cart_clear_url: "/cart/clear",
  cart_update_url: "/cart/update",
  checkout_url: "/checkout",
};

export type Globals = ReturnType<typeof globalScope>;

/** Objects that every Liquid file sees, the extension's too. */
export function globalScope({ shop }: Site, request: Request) {
  const origin = `http://${request.headers.host ?? "localhost"}`;
  return {
    shop: { name: shop.name, url: origin, permanent_domain: shop.domain, currency: shop.currencyCode },
    request: {
      host: request.headers.host,
      origin,
      path: request.path,
      locale: { iso_code: visitorsLocale(request, shop.locale) },
      // The theme editor adds it to the address of its preview.
      design_mode: request.query.design_mode === "true",
    },
    routes,
  };
}

export function themeScope(site: Site, globals: Globals, cart: Cart) {
  return {
    ...globals,
    cart: cartResource(site.shop, cart),
    page_title: site.shop.name,
    content_for_header: contentForHeader(site, globals),
  };
}

/** `?locale=fr` shows the app's block in another language; the theme's own texts are English. */
function visitorsLocale(request: Request, shopLocale: string): string {
  const { locale } = request.query;
  return typeof locale === "string" && /^[a-z]{2}(-[A-Z]{2})?$/.test(locale) ? locale : shopLocale;
}

/** The part of `content_for_header` that storefront scripts rely on. */
function contentForHeader({ shop }: Site, { request }: Globals): string {
  const shopify = {
    shop: shop.domain,
    locale: request.locale.iso_code,
    currency: { active: shop.currencyCode, rate: "1.0" },
    country: "US",
    designMode: request.design_mode,
    routes: { root: "/" },
    theme: { name: "Default", id: 1, role: "main" },
  };
  return `<script>window.Shopify = ${JSON.stringify(shopify).replaceAll("<", "\\u003c")};</script>`;
}
