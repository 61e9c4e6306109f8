import type { IncomingMessage } from "node:http";
import type { ClientAddresses } from "./clientAddress.ts";
import { createRateLimit, type Rate } from "./rateLimit.ts";

/** How often one address sent webhooks that had to be refused. */
export interface WrongWebhooks {
  /** Counts one more. @returns after how many seconds it may come again, where it is too often */
  count(request: IncomingMessage): Promise<number | null>;
  /** The same without counting. */
  look(request: IncomingMessage): Promise<number | null>;
}

const RATE: Rate = { times: 100, inSeconds: 10 };

export function createWrongWebhooks(addresses: ClientAddresses): WrongWebhooks {
  const limit = createRateLimit(RATE);
  return {
    async count(request) {
      const address = addresses.of(request);
      return address === null ? null : limit.count(address);
    },
    async look(request) {
      const address = addresses.of(request);
      return address === null ? null : limit.look(address);
    },
  };
}
