import express, { type Router } from "express";
import { z } from "zod";
import { lineResource } from "../cart/cartResource.ts";
import { placeOrder } from "../../shop/placeOrder.ts";
import type { Order, Shop } from "../../shop/shop.ts";
import { orderPayload } from "../../webhooks/orderPayload.ts";
import { findVariant } from "../findVariant.ts";
import { toCents } from "../money.ts";
import { type Site, visitorsCart } from "../site.ts";
import { show } from "./shopPages.ts";

const customer = z.object({
  firstName: z.string().trim().min(1),
  lastName: z.string().trim().min(1),
  email: z.email(),
  address: z.string().trim().min(1),
});

/** Checkout with a test payment, and the page after it. */
export function checkoutPages(site: Site): Router {
  const router = express.Router();
  const { shop, theme, webhooks } = site;

  router.get("/checkout", (request, response, next) => {
    const cart = visitorsCart(site, request, response);
    if (cart.lines.length === 0) response.redirect("/cart");
    else
      show(site, request, response, "checkout", { page_title: theme.translate("checkout.title") }).catch(
        next,
      );
  });

  router.post("/checkout", express.urlencoded({ extended: false }), (request, response, next) => {
    const cart = visitorsCart(site, request, response);
    const buyer = customer.safeParse(request.body);
    if (cart.lines.length === 0 || !buyer.success) {
      response.redirect(303, cart.lines.length === 0 ? "/cart" : "/checkout");
      return;
    }
    // The cart lists the newest line first, an order the oldest.
    const lines = cart.lines.toReversed().map(({ variantId, quantity, properties }) => ({
      variantId,
      quantity,
      properties: Object.entries(properties).map(([name, value]) => ({ name, value })),
    }));
    const order = placeOrder(shop, { lines, customer: buyer.data });
    cart.lines = [];
    webhooks
      .send("orders/create", orderPayload(shop, order))
      .then(() => {
        response.redirect(303, `/thank-you/${order.id}`);
      })
      .catch(next);
  });

  router.get("/thank-you/:id", (request, response, next) => {
    const order = shop.orders.find(({ id }) => id === request.params.id);
    if (!order) {
      next();
      return;
    }
    const page_title = theme.translate("thank_you.confirmed");
    show(site, request, response, "thank-you", { page_title, order: orderDrop(shop, order) }).catch(next);
  });
  return router;
}

function orderDrop(shop: Shop, order: Order) {
  const { firstName, lastName, address, email } = order.customer;
  const items = order.lineItems.flatMap((line) => {
    const found = line.variantId === null ? undefined : findVariant(shop, line.variantId);
    const properties = Object.fromEntries(line.properties.map(({ name, value }) => [name, value]));
    return found
      ? [
          lineResource(
            { key: line.id, variantId: found.variant.id, quantity: line.quantity, properties },
            found,
          ),
        ]
      : [];
  });
  const total_price = order.lineItems.reduce((sum, line) => sum + toCents(line.price) * line.quantity, 0);
  return { name: order.name, first_name: firstName, last_name: lastName, address, email, items, total_price };
}
