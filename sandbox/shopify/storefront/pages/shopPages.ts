import express, { type Request, type Response, type Router } from "express";
import { renderAppBlocks } from "../liquid/appBlocks.ts";
import { productDrop } from "../liquid/productDrop.ts";
import { formatMoney, toCents } from "../money.ts";
import { productResource, variantResource } from "../productResource.ts";
import { type Site, visitorsCart } from "../site.ts";
import type { Product } from "../../shop/shop.ts";
import { globalScope, themeScope } from "./scope.ts";

/** Home, collection, products and cart. Each also answers `?section_id=`, the Section Rendering API. */
export function shopPages(site: Site): Router {
  const router = express.Router();
  const { shop } = site;
  const products = () => shop.products.map((product) => productDrop(shop, product));

  router.get("/", (request, response, next) => {
    show(site, request, response, "index", { products: products() }).catch(next);
  });
  router.get("/collections/all", (request, response, next) => {
    const page_title = site.theme.translate("collections.all");
    show(site, request, response, "collection", { products: products(), page_title }).catch(next);
  });
  router.get("/products/:handle.js", (request, response, next) => {
    const product = shop.products.find(({ handle }) => handle === request.params.handle);
    if (product) response.json(productResource(product));
    else next();
  });
  router.get("/products/:handle", (request, response, next) => {
    const product = shop.products.find(({ handle }) => handle === request.params.handle);
    if (product) showProduct(site, request, response, product).catch(next);
    else next();
  });
  router.get("/cart", (request, response, next) => {
    show(site, request, response, "cart", { page_title: site.theme.translate("cart.title") }).catch(next);
  });
  return router;
}

/** The last route. */
export function notFoundPage(site: Site): express.RequestHandler {
  return (request, response, next) => {
    response.status(404);
    show(site, request, response, "404", { page_title: site.theme.translate("not_found.title") }).catch(next);
  };
}

async function showProduct(
  site: Site,
  request: Request,
  response: Response,
  product: Product,
): Promise<void> {
  const { shop } = site;
  const globals = globalScope(site, request);
  const wanted = request.query.variant;
  const selectedVariantId = typeof wanted === "string" ? wanted : undefined;
  const locale = globals.request.locale.iso_code;
  await show(site, request, response, "product", {
    product: productDrop(shop, product, { selectedVariantId }),
    page_title: product.title,
    variants_json: variantsJson(site, product),
    content_for_blocks: await renderAppBlocks(shop, site.extensionDirectory, {
      product,
      selectedVariantId,
      globals,
      locale,
    }),
  });
}

/** What the variant picker shows for each variant, inside a script element. */
function variantsJson({ shop, theme }: Site, product: Product): string {
  const variants = product.variants.map((variant) => ({
    ...variantResource(product, variant),
    price_text: formatMoney(toCents(variant.price), shop.currencyCode, shop.locale),
    button_text: theme.translate(variant.availableForSale ? "products.add_to_cart" : "products.sold_out"),
  }));
  return JSON.stringify(variants).replaceAll("<", "\\u003c");
}

export async function show(
  site: Site,
  request: Request,
  response: Response,
  template: string,
  scope: Record<string, unknown>,
): Promise<void> {
  const cart = visitorsCart(site, request, response);
  const all = { ...themeScope(site, globalScope(site, request), cart), ...scope };
  const { section_id: section } = request.query;
  if (typeof section !== "string") {
    response.type("html").send(await site.theme.page(template, all));
    return;
  }
  const html = await site.theme.section(section, { ...all, template: { name: template } });
  if (html === null) response.status(404).type("text").send(`There is no section ${section}.`);
  else response.type("html").send(html);
}
