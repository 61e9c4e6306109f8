import type { Request, Response } from "express";
import type { Cart } from "./cart/carts.ts";
import { type Language, languageOf, withoutLanguage } from "./language/language.ts";
import type { Theme, ThemeInLanguage } from "./liquid/theme.ts";
import { cookieOf, type Site, visitorsCart } from "./site.ts";

/** A look at one page: which page, in which language and theme, with whose cart. */
export interface Visit {
  /** As the visitor sees it. */
  address: URL;
  /** Without the language that it begins with, e.g. `/products/morning-mug`. */
  path: string;
  language: Language;
  theme: ThemeInLanguage;
  cart: Cart;
  /** In the preview of the theme editor, which adds it to the address. */
  designMode: boolean;
}

/** `?theme=` names a theme that this shop does not have. */
export class UnknownThemeError extends Error {
  override readonly name = "UnknownThemeError";
}

/** As Shopify's, which remembers the theme that is previewed with `?preview_theme_id=`. */
const THEME_COOKIE = "preview_theme";

/**
 * The visit that a request makes, or one to another page by the same visitor.
 * @param address - The other page, without its origin.
 * @throws UnknownThemeError
 */
export async function openVisit(
  site: Site,
  request: Request,
  response: Response,
  address: string = request.originalUrl,
): Promise<Visit> {
  const url = new URL(address, originOf(request));
  const language = languageOf(url, site.shop.locale);
  const theme = chosenTheme(site, request, response);
  return {
    address: url,
    path: withoutLanguage(url.pathname, site.shop.locale),
    language,
    theme: await theme.inLanguage(language.locale),
    cart: visitorsCart(site, request, response),
    designMode: url.searchParams.get("design_mode") === "true",
  };
}

export function languageOfRequest({ shop }: Site, request: Request): Language {
  return languageOf(new URL(request.originalUrl, originOf(request)), shop.locale);
}

/** `?theme=plain` chooses for this browser, `?theme=` forgets; otherwise the theme is the sandbox's setting. */
function chosenTheme(site: Site, request: Request, response: Response): Theme {
  const { theme: asked } = request.query;
  if (asked === "") forgetTheme(response);
  const remembered = asked === "" ? undefined : cookieOf(request, THEME_COOKIE);
  const name = typeof asked === "string" && asked !== "" ? asked : (remembered ?? site.settings.theme);
  const theme = site.themes.get(name);
  if (!theme) {
    const names = [...site.themes.keys()].join(", ");
    throw new UnknownThemeError(`There is no theme "${name}". Themes of this shop: ${names}.`);
  }
  if (asked === name) response.cookie(THEME_COOKIE, name, { path: "/", sameSite: "lax" });
  return theme;
}

export function forgetTheme(response: Response): void {
  response.clearCookie(THEME_COOKIE, { path: "/", sameSite: "lax" });
}

function originOf(request: Request): string {
  return `http://${request.headers.host ?? "localhost"}`;
}
