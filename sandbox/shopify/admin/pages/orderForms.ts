import express, { type Router } from "express";
import { cancelOrder, refundLine } from "../../shop/changeOrder.ts";
import type { Order } from "../../shop/shop.ts";
import { tellOfChange } from "../../webhooks/sendOrderWebhooks.ts";
import type { AdminSite } from "../adminSite.ts";

/** What a merchant does to an order with the buttons of its page. */
export function orderForms({ shop, sendWebhook }: AdminSite): Router {
  const router = express.Router();
  const find = (id: string) => shop.orders.find((order) => order.id === id);

  router.post("/orders/:id/cancel", (request, response, next) => {
    const order = find(request.params.id);
    if (!order) {
      next();
      return;
    }
    cancelOrder(order, true);
    tellOfChange(sendWebhook, shop, order, true).then(() => {
      response.redirect(303, `/orders/${order.id}`);
    }, next);
  });
  router.post("/orders/:id/lines/:line/refund", (request, response, next) => {
    const order = find(request.params.id);
    const line = Number(request.params.line);
    if (!order || !hasLeft(order, line)) {
      next();
      return;
    }
    refundLine(order, line, 1);
    tellOfChange(sendWebhook, shop, order).then(() => {
      response.redirect(303, `/orders/${order.id}`);
    }, next);
  });
  return router;
}

export function hasLeft({ lineItems }: Order, line: number): boolean {
  return (lineItems[line]?.currentQuantity ?? 0) > 0;
}
