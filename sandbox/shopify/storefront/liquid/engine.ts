import { Liquid, type TagToken, type TopLevelToken } from "liquidjs";
import { formatMoney } from "../money.ts";
import type { Translate } from "./translations.ts";

export interface EngineOptions {
  /** Where `render` and the templates are found. */
  roots: string[];
  assetUrl: (file: string) => string;
  translate: Translate;
  currency: string;
  locale: string;
}

/** Liquid with the filters and tags of Shopify that the theme and the extension use; any other filter is an error. */
export function createEngine({ roots, assetUrl, translate, currency, locale }: EngineOptions): Liquid {
  const engine = new Liquid({ root: roots, partials: roots, extname: ".liquid", strictFilters: true });
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
