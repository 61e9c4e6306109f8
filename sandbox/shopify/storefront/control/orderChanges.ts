import express, { type Request, type Response, type Router } from "express";
import { z } from "zod";
import { cancelOrder, editOrder, OrderChangeError, refundLine } from "../../shop/changeOrder.ts";
import { UnknownVariantError } from "../../shop/placeOrder.ts";
import type { Order } from "../../shop/shop.ts";
import { tellOfChange } from "../../webhooks/sendOrderWebhooks.ts";
import type { Site } from "../site.ts";
import { orderLine } from "./orderRequest.ts";

const line = z.int().min(0);
const cancelRequest = z.strictObject({ refund: z.boolean().default(false) });
const refundRequest = z.strictObject({ line, quantity: z.int().min(1).default(1) });
const editRequest = z.strictObject({
  quantities: z.array(z.strictObject({ line, quantity: z.int().min(0) })).default([]),
  add: z.array(orderLine).default([]),
});

/** Cancels, refunds and edits orders over HTTP, and sends the webhooks. Documented in README.md. */
export function orderChanges(site: Site): Router {
  const router = express.Router();
  const { shop, webhooks } = site;

  /** Answers with the order as it is then, or with what is wrong. */
  function change<Asked extends z.ZodType>(
    action: string,
    schema: Asked,
    carryOut: (order: Order, asked: z.output<Asked>) => void,
  ): void {
    router.post(`/sandbox/orders/:id/${action}`, (request: Request<{ id: string }>, response, next) => {
      const order = shop.orders.find(({ id }) => id === request.params.id);
      if (order === undefined) {
        response.status(404).json({ error: `The shop has no order ${request.params.id}.` });
        return;
      }
      const asked = schema.safeParse(request.body ?? {});
      if (!asked.success) {
        response.status(400).json({ error: z.prettifyError(asked.error) });
        return;
      }
      const refusal = refusalOf(() => {
        carryOut(order, asked.data);
      });
      if (refusal !== null) {
        response.status(422).json(refusal);
        return;
      }
      tellOfChange(webhooks.send, shop, order, action === "cancel").then(() => {
        answer(response, order);
      }, next);
    });
  }

  change("cancel", cancelRequest, (order, { refund }) => {
    cancelOrder(order, refund);
  });
  change("refund", refundRequest, (order, { line: at, quantity }) => {
    refundLine(order, at, quantity);
  });
  change("edit", editRequest, (order, { quantities, add }) => {
    editOrder(shop, order, { quantities, added: add });
  });
  return router;
}

function refusalOf(carryOut: () => void): { error: string; knownSkus?: string[] } | null {
  try {
    carryOut();
    return null;
  } catch (error) {
    if (error instanceof UnknownVariantError) return { error: error.message, knownSkus: error.knownSkus };
    if (error instanceof OrderChangeError) return { error: error.message };
    throw error;
  }
}

function answer(response: Response, { id, name, updatedAt, cancelledAt, lineItems }: Order): void {
  const lines = lineItems.map(({ sku, quantity, currentQuantity }) => ({ sku, quantity, currentQuantity }));
  response.json({ id, name, updatedAt, cancelledAt, lines });
}
