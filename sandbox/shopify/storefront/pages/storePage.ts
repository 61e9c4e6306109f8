import { productDrop } from "../liquid/productDrop.ts";
import type { Product } from "../../shop/shop.ts";
import type { Site } from "../site.ts";
import type { Visit } from "../visit.ts";

/** What an address shows: its template, and the objects that only it has. */
export interface StorePage {
  template: string;
  status: 200 | 404;
  /** The product that the page is about. */
  product: Product | null;
  objects: Record<string, unknown>;
}

/** The page of an address that themes show. What is not there is the theme's 404 page. */
export function storePage(site: Site, visit: Visit): StorePage {
  const { shop } = site;
  const { path, language, theme } = visit;
  const products = () => shop.products.map((product) => productDrop(shop, product, { root: language.root }));
  if (path === "/") return page("index", { products: products() });
  if (path === "/collections/all")
    return page("collection", { products: products(), page_title: theme.translate("collections.all") });
  if (path === "/cart") return page("cart", { page_title: theme.translate("cart.title") });
  const handle = /^\/products\/([^/]+)$/.exec(path)?.[1];
  const product = shop.products.find((one) => one.handle === handle);
  if (product) return productPage(site, visit, product);
  const notFound = page("404", { page_title: theme.translate("not_found.title") });
  return { ...notFound, status: 404 };
}

export function page(template: string, objects: Record<string, unknown>): StorePage {
  return { template, status: 200, product: null, objects };
}

function productPage({ shop }: Site, visit: Visit, product: Product): StorePage {
  const { root } = visit.language;
  const drop = productDrop(shop, product, { selectedVariantId: selectedVariantId(visit), root });
  return { ...page("product", { product: drop, page_title: product.title }), product };
}

/** From `?variant=`. */
export function selectedVariantId({ address }: Visit): string | undefined {
  return address.searchParams.get("variant") ?? undefined;
}
