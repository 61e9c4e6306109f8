import type { Liquid } from "liquidjs";

/** Source: shopify.dev, "AppBlockValidTags" of Theme Check. */
const FORBIDDEN = ["javascript", "stylesheet", "include", "layout", "section", "sections"];

/** Makes the tags that Shopify refuses in an app's blocks, embeds and snippets errors here too. */
export function forbidTags(engine: Liquid): void {
  for (const name of FORBIDDEN) {
    engine.registerTag(name, {
      parse() {
        throw new Error(`Shopify does not allow {% ${name} %} in a theme app extension.`);
      },
      render: () => "",
    });
  }
}
