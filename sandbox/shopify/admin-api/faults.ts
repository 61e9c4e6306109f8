import type { NextFunction, Request, Response } from "express";
import { z } from "zod";

/** What can go wrong on demand, for the next `times` requests to the Admin API, its token endpoint, or a bulk file. */
export const faultRequest = z.object({
  /**
   * `throttle`: THROTTLED, as if the bucket were empty. `status`: an HTTP error. `no-answer`: the request hangs.
   * `reset-before`: the connection is cut and nothing is done. `reset-after`: all is done, then it is cut; of a file
   * half has come by then.
   */
  fault: z.enum(["throttle", "status", "no-answer", "reset-before", "reset-after"]),
  endpoint: z.enum(["graphql", "token", "download"]).default("graphql"),
  status: z.number().int().min(400).max(599).default(503),
  times: z.number().int().min(1).default(1),
});

export type Fault = z.infer<typeof faultRequest>;

export class Faults {
  #armed: Fault[] = [];

  arm(fault: Fault): void {
    this.#armed.push({ ...fault });
  }

  clear(): void {
    this.#armed = [];
  }

  list(): readonly Fault[] {
    return this.#armed;
  }

  /** Takes one use of the first fault that is armed for the endpoint. */
  take(endpoint: Fault["endpoint"], ...kinds: Fault["fault"][]): Fault | undefined {
    const fault = this.#armed.find((one) => one.endpoint === endpoint && kinds.includes(one.fault));
    if (!fault) return undefined;
    fault.times -= 1;
    if (fault.times === 0) this.#armed = this.#armed.filter((one) => one !== fault);
    return fault;
  }

  /** Everything but `throttle`, which the GraphQL endpoint answers in its own form. */
  middleware(endpoint: Fault["endpoint"]) {
    return (request: Request, response: Response, next: NextFunction): void => {
      const fault = this.take(endpoint, "status", "no-answer", "reset-before", "reset-after");
      if (!fault) {
        next();
        return;
      }
      if (fault.fault === "status") response.status(fault.status).json({ errors: "Sandbox fault" });
      if (fault.fault === "reset-before") request.socket.destroy();
      if (fault.fault === "reset-after") cutInsteadOfAnswering(response, next);
    };
  }
}

function cutInsteadOfAnswering(response: Response, next: NextFunction): void {
  response.json = () => {
    response.socket?.destroy();
    return response;
  };
  next();
}
