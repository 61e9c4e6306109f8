import type { IncomingMessage, ServerResponse } from "node:http";
import type { SqlPool } from "../database/sql.ts";
import { type Acknowledgement, acknowledgeShopifyWebhook } from "../inbox/acknowledge.ts";
import { acknowledgeCustomeowWebhook, LARGEST_CUSTOMEOW_WEBHOOK_BYTES } from "../inbox/customeowWebhook.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { type Log, plainLines } from "../log/log.ts";
import { LARGEST_SHOPIFY_WEBHOOK_BYTES, type WebhookVerifier } from "../shopify/verifyWebhook.ts";
import { readBody } from "./readBody.ts";

/** Shopify's, as shopify.app.toml subscribes to them. What a webhook is about stands in its headers. */
export const SHOPIFY_WEBHOOK_PATHS: readonly string[] = [
  "/webhooks/orders/create",
  "/webhooks/orders/updated",
  "/webhooks/orders/cancelled",
  "/webhooks/app/uninstalled",
  "/webhooks/app/scopes_update",
  "/webhooks/compliance",
];

/** CustoMeow's: what follows is the token of a shop's connection. */
export const CUSTOMEOW_WEBHOOK_PATH = "/webhooks/customeow/";

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

/** When a sender that was turned away is to come again. */
const COME_AGAIN_SECONDS = "5";

/**
 * Answers webhooks, on plain `node:http`: thousands may come in a second, and Express and Remix cost each of them ten
 * times what its signature and its place in a commit do.
 * @returns a listener that says false to what is no webhook, for another to answer
 */
export function createWebhookListener(
  services: WebhookServices,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const doors = new Map<string, Door>();
  for (const path of SHOPIFY_WEBHOOK_PATHS)
    doors.set(path, {
      path,
      mostBytes: LARGEST_SHOPIFY_WEBHOOK_BYTES,
      acknowledge: ({ headers }, body) => acknowledgeShopifyWebhook(services, headers, body),
    });

  function doorOf(path: string): Door | undefined {
    if (!path.startsWith(CUSTOMEOW_WEBHOOK_PATH)) return doors.get(path);
    const token = path.slice(CUSTOMEOW_WEBHOOK_PATH.length);
    return {
      path: `${CUSTOMEOW_WEBHOOK_PATH}(hidden)`,
      mostBytes: LARGEST_CUSTOMEOW_WEBHOOK_BYTES,
      acknowledge: (_, body) => acknowledgeCustomeowWebhook(services, token, body),
    };
  }

  const logs = { errors: services.log, lines: plainLines(services.log) };
  return (request, response) => {
    const door = doorOf(pathOf(request));
    if (door === undefined) return false;
    if (request.method === "POST") void take(door, request, response, logs);
    else answer(response, 405, { allow: "POST" });
    return true;
  };
}

function pathOf({ url = "" }: IncomingMessage): string {
  const query = url.indexOf("?");
  return query < 0 ? url : url.slice(0, query);
}

interface Logs {
  errors: Log;
  lines: Log;
}

async function take(
  door: Door,
  request: IncomingMessage,
  response: ServerResponse,
  logs: Logs,
): Promise<void> {
  const started = performance.now();
  const body = await readBody(request, door.mostBytes);
  if (body === "cut") return;
  const { status, facts } = await answerTo(door, request, body, logs.errors);
  // The process ends, and could not wait: it was refused, and comes again.
  if (response.headersSent) return;
  answer(response, status, headersOf(status));
  const milliseconds = Math.round(performance.now() - started);
  const level = status === 400 || status === 503 ? "warn" : "info";
  const message = status === 200 ? "webhook received" : "webhook refused";
  logs.lines[level]({ path: door.path, status, milliseconds, ...facts }, message);
}

type Answer = Acknowledgement | { status: 413 | 500; facts: Record<string, unknown> };

async function answerTo(
  door: Door,
  request: IncomingMessage,
  body: Buffer | "too_large",
  log: Log,
): Promise<Answer> {
  if (body === "too_large") return { status: 413, facts: { outcome: "too_large" } };
  try {
    return await door.acknowledge(request, body);
  } catch (error) {
    log.error({ err: error }, "a webhook could not be stored");
    return { status: 500, facts: { outcome: "failed" } };
  }
}

function headersOf(status: Answer["status"]): Record<string, string> {
  // What is left of a body that is too large is not read.
  if (status === 413) return { connection: "close" };
  return status === 503 ? { "retry-after": COME_AGAIN_SECONDS } : {};
}

function answer(response: ServerResponse, status: number, headers: Record<string, string>): void {
  response.writeHead(status, { ...headers, "content-length": "0" }).end();
}
