import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Client, type Dispatcher } from "undici";
import type { SignedBody } from "./signedBodies.ts";

export interface Load {
  url: string;
  shopDomain: string;
  connections: number;
  /** Sent before, and not measured. */
  warmUpSeconds: number;
  /** How long at most; a test ends it with `enough` when it has seen what it wanted. */
  seconds: number;
  enough?: AbortSignal;
  bodies: readonly SignedBody[];
}

/** What a load showed of a server. */
export interface Measured {
  aSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** The ids of all webhooks by their answer, warm-up included: a status, or `cut` where there was none. */
  answers: Map<string, string[]>;
}

/** So that a server that is gone is not asked as fast as the processor can. */
const PAUSE_WHEN_CUT_MILLISECONDS = 200;

/** Posts webhooks over so many connections, on each the next when the last is answered, every one with an id of its own. */
export async function load(options: Load): Promise<Measured> {
  const { url, shopDomain, connections, warmUpSeconds, seconds, enough, bodies } = options;
  const measuredFrom = performance.now() + warmUpSeconds * 1000;
  const until = measuredFrom + seconds * 1000;
  const milliseconds: number[] = [];
  const answers = new Map<string, string[]>();
  let sent = 0;

  async function sendOverOne(): Promise<void> {
    const client = new Client(url);
    for (let started = performance.now(); started < until; started = performance.now()) {
      if (enough?.aborted) break;
      const webhookId = randomUUID();
      const signed = bodies[sent % bodies.length];
      if (signed === undefined) throw new Error("There is no body to send.");
      sent += 1;
      const status = await postWebhook(client, signed, shopDomain, webhookId);
      const answered = performance.now();
      if (started >= measuredFrom && answered < until) milliseconds.push(answered - started);
      const ids = answers.get(status);
      if (ids === undefined) answers.set(status, [webhookId]);
      else ids.push(webhookId);
      if (status === "cut") await pause(PAUSE_WHEN_CUT_MILLISECONDS);
    }
    await client.close();
  }

  await Promise.all(Array.from({ length: connections }, sendOverOne));
  milliseconds.sort((a, b) => a - b);
  const percentile = (share: number) => milliseconds[Math.floor(milliseconds.length * share)] ?? Number.NaN;
  return { aSecond: milliseconds.length / seconds, p50: percentile(0.5), p99: percentile(0.99), answers };
}

/** Posts one `orders/create` as Shopify does. @returns the status of the answer, or `cut` where there is none */
export async function postWebhook(
  client: Dispatcher,
  { body, signature }: SignedBody,
  shopDomain: string,
  webhookId: string,
): Promise<string> {
  try {
    const answer = await client.request({
      method: "POST",
      path: "/webhooks/orders/create",
      body,
      headers: {
        "content-type": "application/json",
        "x-shopify-topic": "orders/create",
        "x-shopify-shop-domain": shopDomain,
        "x-shopify-api-version": "2026-10",
        "x-shopify-webhook-id": webhookId,
        "x-shopify-triggered-at": new Date().toISOString(),
        "x-shopify-hmac-sha256": signature,
      },
    });
    await answer.body.dump();
    return String(answer.statusCode);
  } catch {
    return "cut";
  }
}
