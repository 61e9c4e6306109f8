import { describe, expect, test } from "vitest";
import { renderBlock } from "./renderBlock.ts";

/** Source: CustoMeow, "Get custom feature", path parameters. */
const CUSTOMEOW_LANGUAGES =
  "en de fr pt-br es ja it nl zh-tw zh-cn he ru ar th id tr vi sv pl pt-pt ko el-gr cs-cz ro sk hu bg".split(
    " ",
  );

/** What shoppers' languages can be on a Shopify storefront. Source: shopify.dev, Storefront API, `LanguageCode`. */
const SHOPIFY_LANGUAGES =
  `af ak am ar as az be bg bm bn bo br bs ca ce ckb cs cu cy da de dz ee el en eo es et eu fa
  ff fi fil fo fr fy ga gd gl gu gv ha he hi hr hu hy ia id ig ii is it ja jv ka ki kk kl km kn ko ks ku kw ky lb lg
  ln lo lt lu lv mg mi mk ml mn mr ms mt my nb nd ne nl nn no om or os pa pl ps pt pt-BR pt-PT qu rm rn ro ru rw sa sc
  sd se sg si sk sl sn so sq sr su sv sw ta te tg th ti tk to tr tt ug uk ur uz vi vo wo xh yi yo zh zh-CN zh-TW
  zu`.split(/\s+/);

async function languageFor(locale: string, fallback = "sv"): Promise<string | undefined> {
  const html = await renderBlock({ locale, settings: { fallback_language: fallback } });
  return /data-language="([^"]*)"/.exec(html)?.[1];
}

describe("the customizer's language", () => {
  test.each([
    ["en", "en"],
    ["en-GB", "en"],
    ["fr-CA", "fr"],
    ["de-CH", "de"],
    ["es-419", "es"],
    ["pt", "pt-br"],
    ["pt-BR", "pt-br"],
    ["pt-PT", "pt-pt"],
    ["pt-AO", "pt-pt"],
    ["zh", "zh-cn"],
    ["zh-CN", "zh-cn"],
    ["zh-Hans-HK", "zh-cn"],
    ["zh-SG", "zh-cn"],
    ["zh-TW", "zh-tw"],
    ["zh-HK", "zh-tw"],
    ["zh-Hant-HK", "zh-tw"],
    ["cs", "cs-cz"],
    ["el", "el-gr"],
    ["ro-RO", "ro"],
    ["he", "he"],
    ["iw", "he"],
    ["in", "id"],
    ["fi", "sv"],
    ["i", "sv"],
    ["", "sv"],
  ])("for the shopper's %s is %s", async (locale, language) => {
    expect(await languageFor(locale)).toBe(language);
  });

  test("is one that CustoMeow has, for every language that a storefront can have", async () => {
    const chosen = await Promise.all(SHOPIFY_LANGUAGES.map((locale) => languageFor(locale)));
    expect(CUSTOMEOW_LANGUAGES).toEqual(expect.arrayContaining(chosen));
  });

  test("is each of CustoMeow's for some shopper, without the fallback", async () => {
    const chosen = await Promise.all(SHOPIFY_LANGUAGES.map((locale) => languageFor(locale, "none")));
    expect(chosen).toEqual(expect.arrayContaining(CUSTOMEOW_LANGUAGES));
  });
});
