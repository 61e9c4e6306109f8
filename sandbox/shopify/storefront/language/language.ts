/** A language that the shop publishes, as a market with a subfolder: `/de/products/…`. */
export interface PublishedLanguage {
  isoCode: string;
  /** Its name in English and in itself. */
  name: string;
  endonym: string;
}

export const publishedLanguages: readonly PublishedLanguage[] = [
  { isoCode: "en", name: "English", endonym: "English" },
  { isoCode: "de", name: "German", endonym: "Deutsch" },
  { isoCode: "fr", name: "French", endonym: "Français" },
  { isoCode: "ja", name: "Japanese", endonym: "日本語" },
  { isoCode: "ar", name: "Arabic", endonym: "العربية" },
];

/** The language of one visit. */
export interface Language {
  /** As `request.locale.iso_code`, e.g. `de` or `pt-BR`. */
  locale: string;
  /** What every address begins with, as `Shopify.routes.root`: `/` or `/de/`. */
  root: string;
}

/** The address without the language that it begins with: `/de/cart?a=1` is `/cart?a=1`. */
export function withoutLanguage(address: string, shopLocale: string): string {
  const [, isoCode, rest = ""] = /^\/([a-z]{2})(?=[/?]|$)(.*)$/s.exec(address) ?? [];
  if (isoCode === undefined || isoCode === shopLocale || !isPublished(isoCode)) return address;
  return rest.startsWith("/") ? rest : `/${rest}`;
}

/**
 * The language of an address: its prefix, or `?locale=`, which also shows a language that the shop does not publish
 * (then the theme's texts are English), or the shop's own.
 */
export function languageOf(address: URL, shopLocale: string): Language {
  const asked = address.searchParams.get("locale");
  if (asked !== null && /^[a-z]{2}(-[A-Z]{2})?$/.test(asked))
    return { locale: asked, root: rootOf(asked, shopLocale) };
  const prefix = /^\/([a-z]{2})(?:\/|$)/.exec(address.pathname)?.[1];
  const locale = prefix !== undefined && isPublished(prefix) ? prefix : shopLocale;
  return { locale, root: rootOf(locale, shopLocale) };
}

/** The primary language has no prefix; one that is not published has none either. */
export function rootOf(locale: string, shopLocale: string): string {
  return locale === shopLocale || !isPublished(locale) ? "/" : `/${locale}/`;
}

export function isPublished(locale: string): boolean {
  return publishedLanguages.some(({ isoCode }) => isoCode === locale);
}
