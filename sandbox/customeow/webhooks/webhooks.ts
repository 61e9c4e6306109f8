import { Ring } from "../requests/ring.ts";
import { instant } from "../stores/instant.ts";
import type { Snowflakes } from "../stores/snowflakes.ts";
import type { Store } from "../stores/stores.ts";

const KEPT_WEBHOOKS = 5_000;
const TIME_OUT_MILLISECONDS = 10_000;

export interface WebhookBody {
  id: string;
  webhookId: string;
  event: string;
  objectId: string;
  pushTime: string;
  payload: unknown;
}

export interface SentWebhook {
  at: string;
  storeId: string;
  /** null: the store has no address, so nothing was sent. */
  url: string | null;
  body: WebhookBody;
  /** HTTP status of the answer; null: no answer (yet). */
  status: number | null;
  error: string | null;
  durationMilliseconds: number | null;
}

/** Sends webhooks and remembers what came of them. Nothing is retried: the reference promises no retries. */
export class Webhooks {
  readonly #sent = new Ring<SentWebhook>(KEPT_WEBHOOKS);
  readonly #snowflakes: Snowflakes;
  readonly #subscriptionId: string;
  readonly #underway = new Set<AbortController>();

  constructor(snowflakes: Snowflakes) {
    this.#snowflakes = snowflakes;
    this.#subscriptionId = snowflakes.next();
  }

  get total(): number {
    return this.#sent.total;
  }

  newest(limit?: number): SentWebhook[] {
    return this.#sent.newest(limit);
  }

  /** Sends and waits for the answer, which is in what is returned. Never throws: a failure is in `error`. */
  async send(store: Store, event: string, objectId: string, payload: unknown): Promise<SentWebhook> {
    return this.deliver(store, {
      id: this.#snowflakes.next(),
      webhookId: this.#subscriptionId,
      event,
      objectId,
      pushTime: instant(new Date()),
      payload,
    });
  }

  async deliver(store: Store, body: WebhookBody): Promise<SentWebhook> {
    const sent: SentWebhook = {
      at: new Date().toISOString(),
      storeId: store.id,
      url: store.webhookUrl,
      body,
      status: null,
      error: store.webhookUrl === null ? "The store has no webhook address." : null,
      durationMilliseconds: null,
    };
    this.#sent.push(sent);
    if (store.webhookUrl !== null) await this.#post(store.webhookUrl, sent);
    return sent;
  }

  clear(): void {
    this.#sent.clear();
  }

  /** Gives up what is under way. */
  close(): void {
    for (const controller of this.#underway) controller.abort(new Error("The stand-in was closed."));
  }

  async #post(url: string, sent: SentWebhook): Promise<void> {
    const started = performance.now();
    const controller = new AbortController();
    this.#underway.add(controller);
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(sent.body),
        signal: AbortSignal.any([controller.signal, AbortSignal.timeout(TIME_OUT_MILLISECONDS)]),
      });
      sent.status = answer.status;
      await answer.body?.cancel();
    } catch (error) {
      sent.error = error instanceof Error ? reason(error) : String(error);
    } finally {
      this.#underway.delete(controller);
      sent.durationMilliseconds = Math.round(performance.now() - started);
    }
  }
}

/** `fetch` hides why it failed in the cause. */
function reason(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
