import express, { type ErrorRequestHandler, type RequestHandler, type Response, type Router } from "express";
import { z } from "zod";
import { placeOrder, UnknownVariantError } from "../../shop/placeOrder.ts";
import type { Delivery } from "../../webhooks/delivery.ts";
import { orderPayload } from "../../webhooks/orderPayload.ts";
import { webhookFaults } from "../../webhooks/webhookFaults.ts";
import type { Site } from "../site.ts";
import { orderChanges } from "./orderChanges.ts";
import { orderRequest, resendRequest, webhookRequest } from "./orderRequest.ts";
import { storefrontControl } from "./storefrontControl.ts";

/** Orders, webhooks and faults over HTTP. Documented in README.md. */
export function controlApi(site: Site): Router {
  const { webhooks } = site;
  const router = express.Router();
  router.use("/sandbox", express.json({ limit: "5mb" }), refuseBrokenJson);
  router.use(storefrontControl(site));

  router.get("/sandbox/state", (_request, response) => {
    response.json(state(site));
  });
  router.post("/sandbox/orders", placeOrders(site));
  router.use(orderChanges(site));
  router.post("/sandbox/webhooks", (request, response, next) => {
    const asked = webhookRequest.safeParse(request.body);
    if (!asked.success) {
      refuse(response, asked.error);
      return;
    }
    const { topic, payload = examplePayload(site, topic) } = asked.data;
    webhooks.send(topic, payload).then(() => response.status(202).json({ topic }), next);
  });
  router.post("/sandbox/webhooks/resend", (request, response) => {
    const asked = resendRequest.safeParse(request.body);
    if (!asked.success) {
      refuse(response, asked.error);
      return;
    }
    const { topic, order, copies, id } = asked.data;
    const isMeant = (delivery: Delivery) =>
      (topic === undefined || delivery.topic === topic) && (order === undefined || tellsOf(delivery, order));
    response.status(202).json({ sent: webhooks.resend(isMeant, copies, id) });
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
    placedBlocks: shop.placedBlocks,
    carts: carts.count,
    webhooks: webhooks
      .deliveries()
      .map(({ body, ...delivery }) => ({ ...delivery, payload: JSON.parse(body) as unknown })),
    faults: webhooks.faults(),
  };
}

function tellsOf({ topic, body }: Delivery, orderId: string): boolean {
  const payload = z.object({ id: z.number() }).safeParse(JSON.parse(body));
  return topic.startsWith("orders/") && payload.success && String(payload.data.id) === orderId;
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
