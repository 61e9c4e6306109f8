import type { IncomingMessage, ServerResponse } from "node:http";
import type { SqlPool } from "../database/sql.ts";
import { type Acknowledgement, acknowledgeShopifyWebhook } from "../inbox/acknowledge.ts";
import { acknowledgeCustomeowWebhook, LARGEST_CUSTOMEOW_WEBHOOK_BYTES } from "../inbox/customeowWebhook.ts";
import type { Inbox } from "../inbox/inbox.ts";
import type { Log } from "../log/log.ts";
import { LARGEST_SHOPIFY_WEBHOOK_BYTES, type WebhookVerifier } from "../shopify/verifyWebhook.ts";
import { WEBHOOK_TOPICS } from "../shopify/webhookClaims.ts";
import { createBodyRoom } from "./bodyRoom.ts";
import type { ClientAddresses } from "./clientAddress.ts";
import { createRateLimit, type Rate } from "./rateLimit.ts";
import { type NoBody, readBody } from "./readBody.ts";
import type { SecurityHeaders } from "./securityHeaders.ts";
import { createWrongWebhooks, type WrongWebhooks } from "./wrongWebhooks.ts";

/** CustoMeow's: what follows is the token of a shop's connection. */
export const CUSTOMEOW_WEBHOOK_PATH = "/webhooks/customeow/";

/** Of one shop: far more than it has SKUs that change at once. What is refused is found by looking. */
const CUSTOMEOW_WEBHOOKS_OF_SHOP: Rate = { times: 1_000, inSeconds: 10 };

export interface WebhookServices {
  inbox: Inbox;
  sql: SqlPool;
  shopify: { verifyWebhook: WebhookVerifier };
  log: Log;
}

/** Who takes the webhooks of an address. */
interface Door {
  /** As the log may show it. */
  path: string;
  mostBytes: number;
  acknowledge(request: IncomingMessage, body: Buffer): Promise<Acknowledgement>;
}

/**
 * Answers webhooks, on plain `node:http`: thousands may come in a second, and Express and Remix cost each of them ten
 * times what its signature and its place in a commit do.
 *
 * Invariant: what Shopify signed is never refused for how much comes, but for what waits to be stored.
 * @returns a listener that says false to what is no webhook, for another to answer
 */
export function createWebhookListener(
  services: WebhookServices,
  addresses: ClientAddresses,
  securityHeaders: SecurityHeaders,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const wrong = createWrongWebhooks(addresses);
  const room = createBodyRoom();
  const doorOf = createDoors(services, wrong);

  async function take(door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    const body = await readBody(request, door.mostBytes, room.enter());
    if (body === "cut") return;
    const given = await answerTo(door, request, body, services.log);
    const wait = isSendersMistake(given) ? await wrong.count(request) : null;
    // The process ends, and could not wait: it was refused, and comes again.
    if (response.headersSent) return;
    if (wait !== null) {
      answer(response, 429, { ...securityHeaders, "retry-after": String(wait) });
      return;
    }
    const { status, facts } = given;
    answer(response, status, { ...securityHeaders, ...headersOf(given) });
    const milliseconds = Math.round(performance.now() - started);
    const level = status === 400 || status === 503 ? "warn" : "info";
    const message = status === 200 ? "webhook received" : "webhook refused";
    services.log[level]({ path: door.path, status, milliseconds, ...facts }, message);
  }

  return (request, response) => {
    const door = doorOf(pathOf(request));
    if (door === undefined) return false;
    if (request.method === "POST") void take(door, request, response);
    else answer(response, 405, { ...securityHeaders, allow: "POST", connection: "close" });
    return true;
  };
}

function createDoors(services: WebhookServices, wrong: WrongWebhooks): (path: string) => Door | undefined {
  const doors = new Map<string, Door>();
  for (const [path, topics] of Object.entries(WEBHOOK_TOPICS))
    doors.set(path, {
      path,
      mostBytes: LARGEST_SHOPIFY_WEBHOOK_BYTES,
      acknowledge: ({ headers }, body) => acknowledgeShopifyWebhook(services, topics, headers, body),
    });

  const tokens = new KnownTokens();
  const ofShop = createRateLimit(CUSTOMEOW_WEBHOOKS_OF_SHOP);
  const customeowDoor = (token: string): Door => ({
    path: `${CUSTOMEOW_WEBHOOK_PATH}(hidden)`,
    mostBytes: LARGEST_CUSTOMEOW_WEBHOOK_BYTES,
    async acknowledge(request, body) {
      // Whoever tries tokens out is not looked up any more; who has one is, wherever it comes from.
      const wait = tokens.has(token) ? null : await wrong.look(request);
      if (wait !== null) return { status: 429, facts: {}, comeAgainSeconds: wait };
      const acknowledgement = await acknowledgeCustomeowWebhook(services, token, body, (shop) =>
        ofShop.count(shop),
      );
      if (acknowledgement.status !== 404) tokens.add(token);
      return acknowledgement;
    },
  });

  return (path) =>
    path.startsWith(CUSTOMEOW_WEBHOOK_PATH)
      ? customeowDoor(path.slice(CUSTOMEOW_WEBHOOK_PATH.length))
      : doors.get(path);
}

/** Tokens that were a shop's when they were seen. */
class KnownTokens {
  readonly #tokens = new Set<string>();

  has(token: string): boolean {
    return this.#tokens.has(token);
  }

  add(token: string): void {
    if (this.#tokens.size >= KnownTokens.MOST) this.#tokens.clear();
    this.#tokens.add(token);
  }

  static readonly MOST = 10_000;
}

function pathOf({ url = "" }: IncomingMessage): string {
  const query = url.indexOf("?");
  return query < 0 ? url : url.slice(0, query);
}

type Answer = Omit<Acknowledgement, "status"> & { status: Acknowledgement["status"] | 413 | 500 };

async function answerTo(
  door: Door,
  request: IncomingMessage,
  body: Buffer | Exclude<NoBody, "cut">,
  log: Log,
): Promise<Answer> {
  if (body === "too_large") return { status: 413, facts: { outcome: "too_large" } };
  if (body === "no_room") return { status: 503, facts: { outcome: "no_room" } };
  try {
    return await door.acknowledge(request, body);
  } catch (error) {
    log.error({ err: error }, "a webhook could not be stored");
    return { status: 500, facts: { outcome: "failed" } };
  }
}

/** What a sender of right webhooks never hears. */
const isSendersMistake = ({ status }: Answer): boolean =>
  status === 400 || status === 401 || status === 404 || status === 413;

/** When a sender that was turned away is to come again. */
const COME_AGAIN_SECONDS = 5;

function headersOf({ status, comeAgainSeconds = COME_AGAIN_SECONDS, facts }: Answer): Record<string, string> {
  const isRead = status !== 413 && facts["outcome"] !== "no_room";
  return {
    // What is left of a body that is not taken is not read.
    ...(isRead ? {} : { connection: "close" }),
    ...(status === 503 || status === 429 ? { "retry-after": String(comeAgainSeconds) } : {}),
  };
}

function answer(response: ServerResponse, status: number, headers: Record<string, string>): void {
  response.writeHead(status, { ...headers, "content-length": "0" }).end();
}
