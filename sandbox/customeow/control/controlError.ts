import type { RequestHandler, Response } from "express";
import { z } from "zod";
import { EmptyDesignError } from "../designs/designs.ts";
import { PictureError } from "../designs/pictures.ts";

/** A request to the control API that cannot be done; answered with its status and message. */
export class ControlError extends Error {
  override readonly name = "ControlError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Runs a handler; what it throws that is the caller's mistake is answered as `{ error, problems }`. */
export function control(
  act: (request: Parameters<RequestHandler>[0], response: Response) => unknown,
): RequestHandler {
  return (request, response, next) => {
    Promise.resolve()
      .then(() => act(request, response))
      .then((result) => {
        if (!response.headersSent) response.json(result ?? {});
      })
      .catch((error: unknown) => {
        if (!answerMistake(error, response)) next(error);
      });
  };
}

function answerMistake(error: unknown, response: Response): boolean {
  if (error instanceof z.ZodError) {
    const problems = error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`);
    response.status(400).json({ error: problems.join("; "), problems });
    return true;
  }
  const status = error instanceof ControlError ? error.status : 400;
  if (!(error instanceof ControlError || error instanceof PictureError || error instanceof EmptyDesignError))
    return false;
  response.status(status).json({ error: error.message, problems: [error.message] });
  return true;
}
