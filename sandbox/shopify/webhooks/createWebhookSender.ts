import { randomUUID } from "node:crypto";
import type { Shop, WebhookSubscription } from "../shop/shop.ts";
import { createAttempts, succeeded } from "./attempt.ts";
import type { Delivery } from "./delivery.ts";
import { includeFields } from "./includeFields.ts";
import { ArmedFaults, type WebhookFaults } from "./webhookFaults.ts";

/** Shopify retries 8 times over 4 hours; how it spreads them is not documented. Seconds after each failure. */
const RETRY_DELAYS_SECONDS = [10, 30, 60, 300, 900, 2_040, 3_600, 7_460];
const AT_ONCE = 20;
const KEPT_DELIVERIES = 5_000;

/** Sent although the app is no longer installed. */
const AFTER_UNINSTALLING = ["app/uninstalled", "customers/data_request", "customers/redact", "shop/redact"];

export interface WebhookSenderOptions {
  shop: Shop;
  subscriptions: WebhookSubscription[];
  /** Retry delays are multiplied by it; 1 waits as long as Shopify does. */
  timeScale?: number;
}

export interface WebhookSender {
  /** Enqueues a webhook for each subscription to the topic. It does not wait for the delivery. */
  send: (topic: string, payload: Record<string, unknown>) => Promise<void>;
  /** Everything that was sent, newest last. */
  deliveries: () => Delivery[];
  /** Sends past webhooks once more, whatever became of them, without faults. @returns how many were enqueued */
  resend: (isMeant: (delivery: Delivery) => boolean, copies: number, id: "same-id" | "new-id") => number;
  faults: () => WebhookFaults | null;
  setFaults: (faults: WebhookFaults | null) => void;
  /** Ends attempts that are on their way; retries are lost. */
  close: () => Promise<void>;
}

export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { shop, subscriptions, timeScale = 1 } = options;
  const attempts = createAttempts(shop);
  const armed = new ArmedFaults();
  const log: Delivery[] = [];
  const ready: Delivery[] = [];
  const running = new Set<Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  const closing = new AbortController();

  function plan(delivery: Delivery): void {
    log.push(delivery);
    if (log.length > KEPT_DELIVERIES) log.shift();
    const faults = armed.take(delivery.topic);
    if (faults?.drop) {
      delivery.state = "dropped";
      return;
    }
    const delay = () =>
      (faults?.delayMilliseconds ?? 0) + Math.round(Math.random() * (faults?.shuffleMilliseconds ?? 0));
    enqueue(delivery, delay());
    if (faults?.duplicate)
      for (let copy = 1; copy < faults.copies; copy += 1) repeat(delivery, faults.duplicate, delay());
  }

  function repeat(delivery: Delivery, id: "same-id" | "new-id", delayMilliseconds: number): void {
    const webhookId = id === "new-id" ? randomUUID() : delivery.webhookId;
    const again: Delivery = { ...delivery, webhookId, state: "waiting", attempts: [] };
    log.push(again);
    if (log.length > KEPT_DELIVERIES) log.shift();
    enqueue(again, delayMilliseconds);
  }

  function enqueue(delivery: Delivery, delayMilliseconds: number): void {
    if (delayMilliseconds === 0) {
      ready.push(delivery);
      startWaiting();
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      enqueue(delivery, 0);
    }, delayMilliseconds);
    timers.add(timer);
  }

  function startWaiting(): void {
    while (running.size < AT_ONCE && !closing.signal.aborted) {
      const delivery = ready.shift();
      if (!delivery) return;
      const attempt = deliver(delivery).finally(() => {
        running.delete(attempt);
        startWaiting();
      });
      running.add(attempt);
    }
  }

  async function deliver(delivery: Delivery): Promise<void> {
    const attempt = await attempts.send(delivery, closing.signal);
    delivery.attempts.push(attempt);
    if (succeeded(attempt)) {
      delivery.state = "delivered";
      return;
    }
    const delay = RETRY_DELAYS_SECONDS[delivery.attempts.length - 1];
    if (delay === undefined) delivery.state = "lost";
    else if (!closing.signal.aborted) enqueue(delivery, Math.max(1, delay * 1_000 * timeScale));
  }

  return {
    send(topic, payload) {
      if (closing.signal.aborted) return Promise.reject(new Error("The webhooks are closed."));
      if (!shop.installation.installed && !AFTER_UNINSTALLING.includes(topic)) return Promise.resolve();
      const event = { topic, eventId: randomUUID(), triggeredAt: new Date().toISOString() };
      for (const { address, includeFields: fields } of subscriptions.filter((one) => one.topic === topic)) {
        const body = JSON.stringify(includeFields(payload, fields));
        plan({ ...event, webhookId: randomUUID(), address, body, state: "waiting", attempts: [] });
      }
      return Promise.resolve();
    },
    resend(isMeant, copies, id) {
      const meant = new Map(log.filter(isMeant).map((delivery) => [delivery.webhookId, delivery]));
      for (const delivery of meant.values())
        for (let copy = 0; copy < copies; copy += 1) repeat(delivery, id, 0);
      return meant.size * copies;
    },
    deliveries: () => [...log],
    faults: () => armed.current(),
    setFaults: (faults) => {
      armed.set(faults);
    },
    async close() {
      closing.abort();
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running);
      await attempts.close();
    },
  };
}
