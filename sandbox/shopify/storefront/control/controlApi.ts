import express, { type ErrorRequestHandler, type RequestHandler, type Response, type Router } from "express";
import { z } from "zod";
import { cancelOrder, placeOrder, UnknownVariantError } from "../../shop/placeOrder.ts";
import { orderPayload } from "../../webhooks/orderPayload.ts";
import { webhookFaults } from "../../webhooks/webhookFaults.ts";
import type { Site } from "../site.ts";
import { orderRequest, webhookRequest } from "./orderRequest.ts";
import { storefrontControl } from "./storefrontControl.ts";

/** Orders, webhooks and faults over HTTP. Documented in README.md. */
export function controlApi(site: Site): Router {
  const { shop, webhooks } = site;
  const router = express.Router();
  router.use("/sandbox", express.json({ limit: "5mb" }), refuseBrokenJson);
  router.use(storefrontControl(site));

  router.get("/sandbox/state", (_request, response) => {
    response.json(state(site));
  });
  router.post("/sandbox/orders", placeOrders(site));
  router.post("/sandbox/orders/:id/cancel", (request, response, next) => {
    const order = shop.orders.find(({ id }) => id === request.params.id);
    if (!order) {
      response.status(404).json({ error: `The shop has no order ${request.params.id}.` });
      return;
    }
    cancelOrder(order);
    const { id, name, cancelledAt } = order;
    webhooks
      .send("orders/cancelled", orderPayload(shop, order))
      .then(() => response.json({ id, name, cancelledAt }), next);
  });
  router.post("/sandbox/webhooks", (request, response, next) => {
    const asked = webhookRequest.safeParse(request.body);
    if (!asked.success) {
      refuse(response, asked.error);
      return;
    }
    const { topic, payload = examplePayload(site, topic) } = asked.data;
    webhooks.send(topic, payload).then(() => response.status(202).json({ topic }), next);
  });
  router.post("/sandbox/faults", (request, response) => {
    const asked = webhookFaults.safeParse(request.body);
    if (!asked.success) {
      refuse(response, asked.error);
      return;
    }
    webhooks.setFaults(asked.data);
    response.status(201).json({ faults: webhooks.faults() });
  });
  router.delete("/sandbox/faults", (_request, response) => {
    webhooks.setFaults(null);
    response.json({ faults: null });
  });
  return router;
}

const refuseBrokenJson: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (error instanceof SyntaxError) response.status(400).json({ error: "The body is not JSON." });
  else next(error);
};

function placeOrders({ shop, webhooks }: Site): RequestHandler {
  return (request, response, next) => {
    const asked = orderRequest.safeParse(request.body);
    if (!asked.success) {
      refuse(response, asked.error);
      return;
    }
    const { orders: count, ...order } = asked.data;
    try {
      const orders = Array.from({ length: count }, () => placeOrder(shop, order));
      Promise.all(orders.map((one) => webhooks.send("orders/create", orderPayload(shop, one)))).then(
        () => response.status(201).json({ orders: orders.map(({ id, name }) => ({ id, name })) }),
        next,
      );
    } catch (error) {
      if (!(error instanceof UnknownVariantError)) throw error;
      response.status(422).json({ error: error.message, knownSkus: error.knownSkus });
    }
  };
}

/** Everything the storefront can tell. */
function state({ shop, carts, webhooks }: Site) {
  return {
    shop: shop.domain,
    orders: shop.orders,
    products: shop.products,
    metafields: shop.metafields,
    productPageBlocks: shop.productPageBlocks,
    carts: carts.count,
    webhooks: webhooks
      .deliveries()
      .map(({ body, ...delivery }) => ({ ...delivery, payload: JSON.parse(body) as unknown })),
    faults: webhooks.faults(),
  };
}

/** Without a payload, an order topic tells of the newest order, any other of the shop. */
function examplePayload({ shop }: Site, topic: string): Record<string, unknown> {
  const newest = shop.orders.at(-1);
  if (topic.startsWith("orders/") && newest) return orderPayload(shop, newest);
  return { shop_id: Number(shop.id), shop_domain: shop.domain };
}

function refuse(response: Response, error: z.ZodError): void {
  response.status(400).json({ error: z.prettifyError(error) });
}
