import express, { type Router } from "express";
import { isPublished, rootOf, withoutLanguage } from "../language/language.ts";
import { productResource } from "../productResource.ts";
import type { Site } from "../site.ts";
import { languageOfRequest } from "../visit.ts";
import { show } from "./show.ts";
import { storePage } from "./storePage.ts";

/** Home, collection, products and cart, each also as sections, and the switch of the language. */
export function shopPages(site: Site): Router {
  const router = express.Router();
  const { shop } = site;

  router.get("/products/:handle.js", (request, response, next) => {
    const product = shop.products.find(({ handle }) => handle === request.params.handle);
    if (product) response.json(productResource(product, languageOfRequest(site, request).root));
    else next();
  });
  router.get(["/", "/collections/all", "/products/:handle", "/cart"], (request, response, next) => {
    show(site, request, response, (visit) => storePage(site, visit)).catch(next);
  });
  // The form of a language picker. Source: shopify.dev, "Support multiple currencies and languages".
  router.post("/localization", express.raw({ type: () => true }), (request, response, next) => {
    readForm(request)
      .then((form) => {
        const language = form.get("language_code");
        const locale = typeof language === "string" && isPublished(language) ? language : shop.locale;
        const back = form.get("return_to");
        const page =
          typeof back === "string" && back.startsWith("/") ? withoutLanguage(back, shop.locale) : "/";
        response.redirect(rootOf(locale, shop.locale) + page.replace(/^\/+/, ""));
      })
      .catch(next);
  });
  return router;
}

async function readForm(request: express.Request): Promise<FormData> {
  const body: unknown = request.body;
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const type = request.headers["content-type"] ?? "";
  return new Response(new Uint8Array(bytes), { headers: { "content-type": type } }).formData();
}

/** The last route. */
export function notFoundPage(site: Site): express.RequestHandler {
  return (request, response, next) => {
    show(site, request, response, (visit) => ({ ...storePage(site, visit), status: 404 })).catch(next);
  };
}
