import type { ErrorRequestHandler } from "express";
import { z } from "zod";
import type { Log } from "../log/log.ts";

/** As Express marks errors for which the client is to blame, such as an address that cannot be read. */
const clientsMistake = z.object({ status: z.number().min(400).max(499) });

/** Answers what no page has answered. */
export function answerError(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      // The answer cannot be put right any more: Express cuts the connection, so that the client sees it.
      next(error);
      return;
    }
    const mistake = clientsMistake.safeParse(error);
    if (mistake.success) {
      response.status(mistake.data.status).type("text").send("This request could not be understood.");
      return;
    }
    log.error({ err: error, path: request.path }, "a request failed");
    response.status(500).type("text").send("Something went wrong. Try again in a moment.");
  };
}
