import express, { type Router } from "express";
import { add } from "../cart/cartChanges.ts";
import { CartError } from "../cart/cartError.ts";
import { readCartRequest } from "../cart/cartRequest.ts";
import type { Site } from "../site.ts";
import { languageOfRequest } from "../visit.ts";

/** A checkout of one line alone, as "Buy it now" makes it: the visitor's cart stays as it is. */
export function buyNow(site: Site): Router {
  const router = express.Router();
  router.post("/checkouts/buy-now.json", express.raw({ type: () => true }), (request, response, next) => {
    readCartRequest(request)
      .then((body) => {
        const cart = site.carts.create();
        add(site.shop, cart, body);
        response.json({ url: `${languageOfRequest(site, request).root}checkouts/cn/${cart.token}` });
      })
      .catch((error: unknown) => {
        if (error instanceof CartError) response.status(error.status).json(error.body);
        else next(error);
      });
  });
  return router;
}
