import express, { type Request, type Response, type Router } from "express";
import { z } from "zod";
import { changeIfValid } from "../cart/changeIfValid.ts";
import { type Site, visitorsCart } from "../site.ts";
import { languageOfRequest } from "../visit.ts";
import { cartSummary } from "./cartSummary.ts";
import { type CartUserError, updateCart, type UpdateCartPayload, updateCartPayload } from "./updateCart.ts";

/** What `Shopify.actions` in the browser talk to. At Shopify it is the Storefront API. */
export const ACTIONS_API = "/api/standard-actions/cart";

export function actionsApi(site: Site): Router {
  const router = express.Router();
  router.get(ACTIONS_API, (request, response) => {
    const cart = visitorsCart(site, request, response);
    response.json({ cart: cart.used ? cartSummary(site.shop, cart) : null });
  });
  router.post(ACTIONS_API, express.json(), (request, response, next) => {
    const payload = updateCartPayload.safeParse(request.body);
    if (!payload.success) {
      response.status(400).json({ error: z.prettifyError(payload.error) });
      return;
    }
    change(site, request, response, payload.data)
      .then((result) => response.json(result))
      .catch(next);
  });
  return router;
}

async function change(site: Site, request: Request, response: Response, payload: UpdateCartPayload) {
  const cart = visitorsCart(site, request, response);
  let userErrors: CartUserError[] = [];
  const refusals = await changeIfValid(site, languageOfRequest(site, request), cart, (changed) => {
    userErrors = updateCart(site.shop, changed, payload);
    changed.used = true;
  });
  for (const message of refusals) userErrors.push({ code: "VALIDATION_CUSTOM", field: ["lines"], message });
  return { cart: cartSummary(site.shop, cart), userErrors, warnings: [] };
}
