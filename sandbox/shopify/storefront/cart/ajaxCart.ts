import express, { type NextFunction, type Request, type Response, type Router } from "express";
import { findVariant } from "../findVariant.ts";
import { renderSections } from "../pages/sections.ts";
import { type Site, visitorsCart } from "../site.ts";
import { languageOfRequest } from "../visit.ts";
import { sectionNames, sectionsAddress } from "./bundledSections.ts";
import { CartError } from "./cartError.ts";
import { changeIfValid } from "./changeIfValid.ts";
import { add, changeOne, updateSeveral } from "./cartChanges.ts";
import { type CartRequest, readCartRequest } from "./cartRequest.ts";
import { cartResource, lineResource } from "./cartResource.ts";
import type { Cart } from "./carts.ts";

/** Changes a cart, and says what is answered to a script. */
type Action = (site: Site, cart: Cart, body: CartRequest, root: string) => Record<string, unknown>;

const cartAfter =
  (change: (site: Site, cart: Cart, body: CartRequest) => void): Action =>
  (site, cart, body, root) => {
    change(site, cart, body);
    return cartResource(site.shop, cart, root);
  };

const actions: Record<"add" | "change" | "update" | "clear", Action> = {
  add: addLines,
  change: cartAfter(({ shop }, cart, body) => {
    changeOne(shop, cart, body);
  }),
  update: cartAfter(({ shop }, cart, body) => {
    updateSeveral(shop, cart, body);
  }),
  clear: cartAfter((_site, cart) => {
    cart.lines = [];
  }),
};

/**
 * Shopify's Ajax Cart API, and the same routes for forms and links without a script, which lead to the cart.
 * Source: shopify.dev, "Cart API reference".
 */
export function ajaxCart(site: Site): Router {
  const router = express.Router();
  router.use("/cart", express.raw({ type: () => true, limit: "1mb" }));

  router.get(["/cart.js", "/cart.json"], (request, response) => {
    const { root } = languageOfRequest(site, request);
    response.json(cartResource(site.shop, visitorsCart(site, request, response), root));
  });
  for (const [name, action] of Object.entries(actions)) {
    const handler: express.RequestHandler = (request, response, next) => {
      run(site, request, response, action).catch((error: unknown) => {
        refuse(error, request, response, next);
      });
    };
    router.post([`/cart/${name}.js`, `/cart/${name}.json`, `/cart/${name}`], handler);
    router.get(`/cart/${name}`, handler);
  }
  router.post("/cart", (request, response, next) => {
    submitCartForm(site, request, response).catch((error: unknown) => {
      refuse(error, request, response, next);
    });
  });
  return router;
}

async function run(site: Site, request: Request, response: Response, action: Action): Promise<void> {
  const body = await readBody(request);
  const sections = sectionNames(body.sections);
  const result = await carryOut(site, request, response, body, action);
  if (!isForScript(request)) {
    response.redirect(leadsTo(body, languageOfRequest(site, request).root));
    return;
  }
  if (sections === null) {
    response.json(result);
    return;
  }
  const address = sectionsAddress(body, request.headers.referer);
  response.json({ ...result, sections: await renderSections(site, request, response, address, sections) });
}

/** @throws CartError when the cart refuses the change, or an app's validation function what would come of it. */
async function carryOut(
  site: Site,
  request: Request,
  response: Response,
  body: CartRequest,
  action: Action,
): Promise<Record<string, unknown>> {
  const language = languageOfRequest(site, request);
  const cart = visitorsCart(site, request, response);
  let result: Record<string, unknown> = {};
  const refusals = await changeIfValid(site, language, cart, (changed) => {
    result = action(site, changed, body, language.root);
    changed.used = true;
  });
  if (refusals.length > 0) throw CartError.invalid(refusals);
  return result;
}

/** The cart page's own form: new quantities, and perhaps on to the checkout. */
async function submitCartForm(site: Site, request: Request, response: Response): Promise<void> {
  const body = await readBody(request);
  await carryOut(site, request, response, body, actions.update);
  const { root } = languageOfRequest(site, request);
  response.redirect(303, `${root}${body.checkout === undefined ? "cart" : "checkout"}`);
}

async function readBody(request: Request): Promise<CartRequest> {
  return readCartRequest(request).catch(() => {
    throw CartError.badRequest("Parameter Missing or Invalid", "The body is neither JSON nor a form.");
  });
}

function addLines(site: Site, cart: Cart, body: CartRequest, root: string): Record<string, unknown> {
  const items = add(site.shop, cart, body).flatMap((line) => {
    const found = findVariant(site.shop, line.variantId);
    return found ? [lineResource(line, found, root)] : [];
  });
  return body.items === undefined ? { ...items[0] } : { items };
}

/** Themes post to the routes without an ending too, and say with headers that a script asks. */
function isForScript(request: Request): boolean {
  if (/\.js(on)?$/.test(request.path)) return true;
  if (request.headers["x-requested-with"] === "XMLHttpRequest") return true;
  return /\b(json|javascript)\b/.test(request.headers.accept ?? "");
}

/** A form may say where it leads; only a page of this shop is followed. */
function leadsTo({ return_to: wanted }: CartRequest, root: string): string {
  return typeof wanted === "string" && /^\/(?![/\\])/.test(wanted) ? wanted : `${root}cart`;
}

function refuse(error: unknown, request: Request, response: Response, next: NextFunction): void {
  if (!(error instanceof CartError)) {
    next(error);
    return;
  }
  response.status(error.status);
  if (isForScript(request)) response.json(error.body);
  else response.type("text").send(`${error.summary}\n${error.message}`);
}
