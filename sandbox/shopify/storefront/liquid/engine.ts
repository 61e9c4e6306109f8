import { Liquid, type TagToken, type TopLevelToken } from "liquidjs";
import { formatMoney } from "../money.ts";
import type { Translate } from "./translations.ts";

export interface EngineOptions {
  /** Where templates are looked for, in this order. */
  roots: string[];
  /** Where `render` looks for snippets, in this order. */
  snippets: string[];
  /** Whether a file is parsed only once, so that a change of it shows after a restart. */
  parseOnce: boolean;
  assetUrl: (file: string) => string;
  translate: Translate;
  currency: string;
  /** Of prices: a shop's money format does not depend on the visitor's language. */
  locale: string;
}

/** Filters of liquidjs that Shopify's Liquid does not have. */
const FOREIGN_FILTERS = [
  ...["array_to_sentence_string", "cgi_escape", "date_to_long_string", "date_to_rfc822", "date_to_string"],
  ...["date_to_xmlschema", "find_exp", "find_index_exp", "group_by", "group_by_exp", "has_exp", "inspect"],
  ...["jsonify", "normalize_whitespace", "number_of_words", "pop", "push", "raw", "reject_exp", "sample"],
  ...["shift", "slugify", "to_integer", "unshift", "uri_escape", "where_exp", "xml_escape"],
];

/** Liquid with the filters and tags of Shopify that the themes and the extension use; any other is an error. */
export function createEngine(options: EngineOptions): Liquid {
  const { roots, snippets, parseOnce, assetUrl, translate, currency, locale } = options;
  const engine = new Liquid({
    root: roots,
    partials: snippets,
    layouts: [],
    cache: parseOnce,
    extname: ".liquid",
    strictFilters: true,
  });
  for (const name of FOREIGN_FILTERS) Reflect.deleteProperty(engine.filters, name);
  // A tag of liquidjs that Shopify's Liquid does not have.
  Reflect.deleteProperty(engine.tags, "block");
  engine.registerFilter("asset_url", assetUrl);
  engine.registerFilter(
    "stylesheet_tag",
    (url: string) => `<link href="${url}" rel="stylesheet" media="all">`,
  );
  engine.registerFilter("script_tag", (url: string) => `<script src="${url}"></script>`);
  engine.registerFilter("image_url", (image: unknown) => pathOf(image));
  engine.registerFilter("money", (cents: number) => formatMoney(cents, currency, locale));
  engine.registerFilter("t", (key: string, ...values: [string, unknown][]) =>
    translate(key, new Map(values)),
  );
  engine.registerTag("schema", {
    parse(_tag: TagToken, rest: TopLevelToken[]) {
      while (rest.length > 0) {
        const token = rest.shift();
        if (token && "name" in token && token.name === "endschema") return;
      }
    },
    render: () => "",
  });
  return engine;
}

function pathOf(image: unknown): string {
  if (typeof image === "object" && image !== null && "src" in image) return String(image.src);
  return typeof image === "string" ? image : "";
}
