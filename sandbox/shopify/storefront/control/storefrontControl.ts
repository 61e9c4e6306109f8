import express, { type Response, type Router } from "express";
import type { Site } from "../site.ts";
import { choicesOf } from "./choices.ts";
import { changeStorefront, storefrontState } from "./storefrontSettings.ts";

/** The storefront's own settings over HTTP: theme, sold out variants, app embeds, faults of adding to the cart. */
export function storefrontControl(site: Site): Router {
  const router = express.Router();
  const { shop, settings } = site;
  const answer = async (response: Response): Promise<void> => {
    response.json(storefrontState(shop, settings, await choicesOf(site)));
  };

  router.get("/sandbox/storefront", (_request, response, next) => {
    answer(response).catch(next);
  });
  router.post("/sandbox/storefront", (request, response, next) => {
    const asked: unknown = request.body;
    choicesOf(site)
      .then((choices) => {
        const problem = changeStorefront(shop, settings, asked, choices);
        if (problem === null) return answer(response);
        response.status(400).json({ error: problem });
        return undefined;
      })
      .catch(next);
  });
  router.delete("/sandbox/storefront", (_request, response, next) => {
    choicesOf(site)
      .then((choices) => {
        const first = { theme: "default", addToCart: null, validation: true, soldOut: [], appEmbeds: [] };
        changeStorefront(shop, settings, first, choices);
        return answer(response);
      })
      .catch(next);
  });
  return router;
}
