import type { RequestHandler } from "express";
import type { ClientAddresses } from "./clientAddress.ts";
import { createRateLimit, type Rate } from "./rateLimit.ts";

/** No form of the app's pages comes near. */
const LARGEST_BODY_BYTES = 256 * 1024;

/** Of one address: an order's page with a hundred designs asks a hundred times. */
const RATE: Rate = { times: 300, inSeconds: 10 };

/**
 * Refuses bodies that no page sends before anything of them is read, those included of which it is not known how long
 * they are.
 */
export const limitBodies: RequestHandler = (request, response, next) => {
  if (request.headers["transfer-encoding"] !== undefined) {
    response
      .status(411)
      .set("connection", "close")
      .type("text")
      .send("How long the body is must be said before it.");
    return;
  }
  if (Number(request.headers["content-length"] ?? 0) > LARGEST_BODY_BYTES) {
    response
      .status(413)
      .set("connection", "close")
      .type("text")
      .send("This is more than any of the app's forms holds.");
    return;
  }
  next();
};

/** Refuses whoever asks for more pages than a person looks at. Files that browsers keep are not counted. */
export function limitRequests(addresses: ClientAddresses): RequestHandler {
  const limit = createRateLimit(RATE);
  return (request, response, next) => {
    const address = addresses.of(request);
    if (address === null || request.path.startsWith("/assets/")) {
      next();
      return;
    }
    limit.count(address).then((wait) => {
      if (wait === null) {
        next();
        return;
      }
      response
        .status(429)
        .set("retry-after", String(wait))
        .type("text")
        .send(`Too many requests. Try again in ${wait} seconds.`);
    }, next);
  };
}
