import express, { type Request, type Response, type Router } from "express";
import { z } from "zod";
import { placeOrder } from "../../shop/placeOrder.ts";
import type { Order } from "../../shop/shop.ts";
import { orderPayload } from "../../webhooks/orderPayload.ts";
import { cartDrop } from "../cart/cartDrop.ts";
import type { Cart } from "../cart/carts.ts";
import { type Site, visitorsCart } from "../site.ts";
import { validationMessages } from "../validation/validationMessages.ts";
import { languageOfRequest } from "../visit.ts";
import { orderDrop } from "./orderDrop.ts";
import { show } from "./show.ts";
import { page } from "./storePage.ts";

const customer = z.object({
  firstName: z.string().trim().min(1),
  lastName: z.string().trim().min(1),
  email: z.email(),
  address: z.string().trim().min(1),
});

/** What the form shows at first. */
const exampleCustomer: Record<string, string> = {
  email: "olivia@example.com",
  firstName: "Olivia",
  lastName: "Martin",
  address: "12 Maple Street, Portland, ME 04101",
};

/** The cart's own checkout, and those that "Buy it now" makes. */
const CHECKOUTS = ["/checkout", "/checkouts/cn/:token"];

/** Checkout with a test payment, and the page after it. */
export function checkoutPages(site: Site): Router {
  const router = express.Router();
  router.get(CHECKOUTS, (request, response, next) => {
    showCheckout(site, request, response).catch(next);
  });
  router.post(CHECKOUTS, express.urlencoded({ extended: false }), (request, response, next) => {
    pay(site, request, response).catch(next);
  });
  router.get("/thank-you/:id", (request, response, next) => {
    const order = site.shop.orders.find(({ id }) => id === request.params.id);
    if (!order) {
      next();
      return;
    }
    show(site, request, response, ({ theme, language }) =>
      page("thank-you", {
        page_title: theme.translate("thank_you.confirmed"),
        order: orderDrop(site.shop, order, language.root),
      }),
    ).catch(next);
  });
  return router;
}

async function showCheckout(site: Site, request: Request, response: Response): Promise<void> {
  const cart = cartToBuy(site, request, response);
  if (!cart) return;
  const language = languageOfRequest(site, request);
  const refusals = await validationMessages(site, { cart, language }, "CHECKOUT_INTERACTION");
  await showForm(site, request, response, { cart, entered: exampleCustomer, incomplete: false, refusals });
}

/** Places the order, unless the form is not filled in or a validation function refuses the cart. */
async function pay(site: Site, request: Request, response: Response): Promise<void> {
  const cart = cartToBuy(site, request, response);
  if (!cart) return;
  const language = languageOfRequest(site, request);
  const buyer = customer.safeParse(request.body);
  const refusals = await validationMessages(site, { cart, language }, "CHECKOUT_COMPLETION");
  if (!buyer.success || refusals.length > 0) {
    const entered = z.record(z.string(), z.string()).catch({}).parse(request.body);
    response.status(422);
    await showForm(site, request, response, { cart, entered, incomplete: !buyer.success, refusals });
    return;
  }
  const order = buy(site, cart, buyer.data);
  await site.webhooks.send("orders/create", orderPayload(site.shop, order));
  response.redirect(303, `${language.root}thank-you/${order.id}`);
}

/** The cart of this checkout. Where there is nothing to buy, the visitor is sent to the cart. */
function cartToBuy(site: Site, request: Request, response: Response): Cart | null {
  const { token } = request.params;
  const cart = token === undefined ? visitorsCart(site, request, response) : site.carts.known(token);
  if (cart && cart.lines.length > 0) return cart;
  response.redirect(303, `${languageOfRequest(site, request).root}cart`);
  return null;
}

function buy({ shop }: Site, cart: Cart, buyer: Order["customer"]): Order {
  // The cart lists the newest line first, an order the oldest. Orders have no empty properties.
  const lines = cart.lines.toReversed().map(({ variantId, quantity, properties }) => ({
    variantId,
    quantity,
    properties: Object.entries(properties).flatMap(([name, value]) =>
      value === "" ? [] : [{ name, value }],
    ),
  }));
  const order = placeOrder(shop, { lines, customer: buyer });
  cart.lines = [];
  return order;
}

interface CheckoutForm {
  cart: Cart;
  /** By the name of its field. */
  entered: Record<string, string>;
  incomplete: boolean;
  /** What validation functions say: with any, there is nothing to press. */
  refusals: string[];
}

async function showForm(
  site: Site,
  request: Request,
  response: Response,
  { cart, entered, incomplete, refusals }: CheckoutForm,
): Promise<void> {
  await show(site, request, response, ({ theme, language, address }) =>
    page("checkout", {
      page_title: theme.translate("checkout.title"),
      cart: cartDrop(site.shop, cart, language.root),
      checkout: {
        url: address.pathname,
        customer: entered,
        refused: refusals.length > 0,
        errors: incomplete ? [...refusals, theme.translate("checkout.incomplete")] : refusals,
      },
    }),
  );
}
