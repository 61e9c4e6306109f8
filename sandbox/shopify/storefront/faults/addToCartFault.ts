import type { Socket } from "node:net";
import type { RequestHandler, Response } from "express";
import { z } from "zod";

/**
 * What goes wrong when something is added to a cart: the connection is cut before it is added (`connection`) or after
 * (`answer`), the shop answers an error page (`error`), or that there are too many requests (`throttled`).
 */
export const addToCartFault = z.strictObject({
  fault: z.enum(["connection", "answer", "error", "throttled"]),
  /** How many requests it applies to; all without it. */
  count: z.int().min(1).optional(),
});

export type AddToCartFault = z.infer<typeof addToCartFault>;

interface FaultSettings {
  addToCart: AddToCartFault | null;
}

/** In front of whatever adds to a cart. */
export function misbehave({ settings }: { settings: FaultSettings }): RequestHandler {
  return (request, response, next) => {
    const fault = request.method === "POST" ? takeFault(settings) : null;
    if (fault === "connection") cut(request.socket);
    else if (fault === "error") answerPage(response, 500, "Something went wrong");
    else if (fault === "throttled") answerPage(response, 429, "Too many requests");
    else {
      if (fault === "answer")
        response.end = () => {
          cut(request.socket);
          return response;
        };
      next();
    }
  };
}

/** Not in silence: a browser would send a request again by itself, if not one byte of an answer had come. */
function cut(socket: Socket): void {
  socket.end("?", () => {
    socket.destroy();
  });
}

function takeFault(settings: FaultSettings): AddToCartFault["fault"] | null {
  const { addToCart } = settings;
  if (addToCart === null) return null;
  if (addToCart.count === 1) settings.addToCart = null;
  else if (addToCart.count !== undefined) addToCart.count -= 1;
  return addToCart.fault;
}

/** Such answers come from in front of the shop: they are not JSON, whoever asks. */
function answerPage(response: Response, status: number, title: string): void {
  response.status(status).type("html").send(`<!doctype html><title>${title}</title><h1>${title}</h1>`);
}
