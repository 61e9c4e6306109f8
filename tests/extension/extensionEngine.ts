import { fileURLToPath } from "node:url";
import { Liquid, type TagToken, type Template, type TopLevelToken } from "liquidjs";
import { EXTENSION, extensionFile, translations } from "./extensionFiles.ts";

const engine = new Liquid({
  strictFilters: true,
  partials: fileURLToPath(new URL("snippets/", EXTENSION)),
  extname: ".liquid",
});
engine.registerFilter("asset_url", (file: string) => `/assets/${file}`);
engine.registerFilter("stylesheet_tag", (url: string) => `<link rel="stylesheet" href="${url}">`);
engine.registerFilter("t", function (key: string) {
  const language = String(this.context.getSync(["texts"]));
  return translations(language).get(key) ?? `translation missing: ${key}`;
});
engine.registerTag("schema", {
  parse(_tag: TagToken, rest: TopLevelToken[]) {
    while (rest.length > 0) {
      const token = rest.shift();
      if (token && "name" in token && token.name === "endschema") return;
    }
  },
  render: () => "",
});

const templates = new Map<string, Template[]>();

/** A block's HTML, as Shopify would render it with these objects. `texts` names the locale file. */
export async function renderLiquid(
  block: string,
  scope: Record<string, unknown> & { texts: string },
): Promise<string> {
  const template = templates.get(block) ?? engine.parse(extensionFile(`blocks/${block}.liquid`));
  templates.set(block, template);
  const html: unknown = await engine.render(template, scope);
  return String(html);
}
