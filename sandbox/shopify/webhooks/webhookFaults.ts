import { z } from "zod";

/** What goes wrong between Shopify and the app. Applies to webhooks that are sent from now on. */
export const webhookFaults = z.strictObject({
  /** Only this topic; all without it. */
  topic: z.string().optional(),
  /** How many webhooks it applies to; all of them without it. */
  count: z.int().positive().optional(),
  /** Never delivered. */
  drop: z.boolean().default(false),
  /** Delivered several times: with the same X-Shopify-Webhook-Id, or each with its own. */
  duplicate: z.enum(["same-id", "new-id"]).optional(),
  /** How often, with `duplicate`. */
  copies: z.int().min(2).max(1_000).default(2),
  /** Wait before the first attempt. */
  delayMilliseconds: z.number().min(0).max(86_400_000).default(0),
  /** Each waits up to so long on top, by chance: webhooks arrive in another order than they were sent. */
  shuffleMilliseconds: z.number().min(0).max(86_400_000).default(0),
});

/** As they are set: what is left out has its default. */
export type WebhookFaults = z.input<typeof webhookFaults>;
type ArmedWebhookFaults = z.output<typeof webhookFaults>;

/** The faults that are switched on, used up one webhook at a time. */
export class ArmedFaults {
  #faults: ArmedWebhookFaults | null = null;

  set(faults: WebhookFaults | null): void {
    this.#faults = faults && webhookFaults.parse(faults);
  }

  current(): ArmedWebhookFaults | null {
    return this.#faults;
  }

  /** The faults for one webhook of this topic. */
  take(topic: string): ArmedWebhookFaults | null {
    const faults = this.#faults;
    if (faults === null || (faults.topic !== undefined && faults.topic !== topic)) return null;
    if (faults.count === undefined) return faults;
    this.#faults = faults.count > 1 ? { ...faults, count: faults.count - 1 } : null;
    return faults;
  }
}
