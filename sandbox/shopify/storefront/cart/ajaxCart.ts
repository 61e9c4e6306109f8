import express, { type NextFunction, type Request, type Response, type Router } from "express";
import { z } from "zod";
import { findVariant } from "../findVariant.ts";
import { type Site, visitorsCart } from "../site.ts";
import { properties, readAdditions } from "./additions.ts";
import { CartError } from "./cartError.ts";
import { type CartRequest, readCartRequest } from "./cartRequest.ts";
import { cartResource, lineResource } from "./cartResource.ts";
import { addLine, type Cart, type CartLine, changeLine, findLine } from "./carts.ts";

const quantity = z.coerce.number().int().min(0).max(1_000_000);

const change = z.object({
  id: z.union([z.string(), z.number()]).transform(String).optional(),
  line: z.coerce.number().int().min(1).optional(),
  quantity: quantity.optional(),
  properties: properties.optional(),
});

const update = z.object({
  updates: z.union([z.record(z.string(), quantity), z.array(quantity)]).optional(),
  note: z.string().optional(),
  attributes: z.record(z.string(), z.string()).optional(),
});

type Action = (cart: Cart, body: CartRequest, response: Response) => void;

/** Shopify's Ajax Cart API, and the forms that do the same without a script. Source: shopify.dev, "Cart API reference". */
export function ajaxCart(site: Site): Router {
  const { shop } = site;
  const router = express.Router();
  router.use("/cart", express.raw({ type: () => true, limit: "1mb" }));

  const answerCart: Action = (cart, _body, response) => response.json(cartResource(shop, cart));
  const route = (path: string, ...actions: Action[]) =>
    router.post(path, (request, response, next) => {
      run(site, request, response, actions).catch((error: unknown) => {
        refuse(error, response, next);
      });
    });
  const add: Action = (cart, body, response) => {
    const lines = readAdditions(shop, body).map((line) => addLine(cart, line));
    response.locals.added = lines.flatMap((line) => addedResource(site, line));
  };

  router.get(["/cart.js", "/cart.json"], (request, response) => {
    response.json(cartResource(shop, visitorsCart(site, request, response)));
  });
  route("/cart/add.js", add, (_cart, body, response) => {
    const items: unknown = response.locals.added;
    response.json(body.items === undefined && Array.isArray(items) ? items[0] : { items });
  });
  route("/cart/add", add, (_cart, _body, response) => {
    response.redirect("/cart");
  });
  route("/cart/change.js", changeOne, answerCart);
  route("/cart/update.js", updateSeveral, answerCart);
  route("/cart/clear.js", (cart) => (cart.lines = []), answerCart);
  route("/cart", updateSeveral, (_cart, body, response) => {
    response.redirect(303, body.checkout === undefined ? "/cart" : "/checkout");
  });
  return router;
}

async function run(site: Site, request: Request, response: Response, actions: Action[]): Promise<void> {
  const body = await readCartRequest(request).catch(() => {
    throw new CartError("The request's body is neither JSON nor a form.");
  });
  const cart = visitorsCart(site, request, response);
  for (const action of actions) action(cart, body, response);
}

const changeOne: Action = (cart, body) => {
  const wanted = change.safeParse(body);
  if (!wanted.success) throw new CartError("The quantity or the properties are not valid.");
  const line = findLine(cart, wanted.data);
  if (!line) throw new CartError("no valid id or line parameter");
  changeLine(cart, line, wanted.data);
};

const updateSeveral: Action = (cart, body) => {
  const wanted = update.safeParse(body);
  if (!wanted.success) throw new CartError("The updates are not valid.");
  const { updates = [], note, attributes } = wanted.data;
  if (note !== undefined) cart.note = note;
  if (attributes) cart.attributes = attributes;
  for (const [line, pieces] of linesToUpdate(cart, updates)) changeLine(cart, line, { quantity: pieces });
};

/** A list, or a form's `updates[]`, is in the order of the cart's lines; otherwise names are keys or variant ids. */
function linesToUpdate(cart: Cart, updates: Record<string, number> | number[]): [CartLine, number][] {
  const lines = [...cart.lines];
  return Object.entries(updates).flatMap(([name, pieces]): [CartLine, number][] => {
    const line = findLine(cart, { id: name }) ?? lines[Number(name)];
    return line ? [[line, pieces]] : [];
  });
}

function addedResource({ shop }: Site, line: CartLine) {
  const found = findVariant(shop, line.variantId);
  return found ? [lineResource(line, found)] : [];
}

function refuse(error: unknown, response: Response, next: NextFunction): void {
  if (error instanceof CartError)
    response.status(422).json({ status: 422, message: "Cart Error", description: error.message });
  else next(error);
}
