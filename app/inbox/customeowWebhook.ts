import { createHash } from "node:crypto";
import { parseCustomeowWebhook } from "../customeow/webhook.ts";
import type { Database } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { storableText } from "../text/storableText.ts";
import { receiveDelivery } from "./receive.ts";

/** What CustoMeow's webhooks are at most; an order of a hundred lines is a tenth of it. */
export const LARGEST_CUSTOMEOW_WEBHOOK_BYTES = 1024 * 1024;

/** As app/connection/connect.ts makes them: 24 random bytes. */
const TOKEN = /^[\w-]{32}$/;

/** An id in this form is the key of its delivery; anything else, however long, is replaced by the content's. */
const PLAIN_ID = /^[\w.:-]{1,100}$/;

const LONGEST_TOPIC = 100;

/**
 * Takes a webhook of CustoMeow's. Nothing signs it: the unguessable token in its address is all that tells whose
 * it is, and it is looked up by an index over random tokens, so timing tells nothing about them.
 */
export async function receiveCustomeowWebhook(
  services: { database: Database; jobs: JobQueue },
  token: string,
  body: string,
): Promise<200 | 400 | 404> {
  if (!TOKEN.test(token)) return 404;
  const connection = await services.database.customeowConnection.findUnique({
    where: { webhookToken: token },
    include: { shop: { select: { domain: true } } },
  });
  if (connection === null) return 404;
  const parsed = parseCustomeowWebhook(body);
  if (!parsed.ok) return 400;

  const { webhook } = parsed;
  await receiveDelivery(services, {
    source: "customeow",
    shopDomain: connection.shop.domain,
    topic: webhook.event === "unknown" ? storableText(webhook.name, LONGEST_TOPIC) : webhook.event,
    // Whether CustoMeow repeats its id over retries is not documented; without one, the content is the key.
    webhookId: PLAIN_ID.test(webhook.id) ? webhook.id : createHash("sha256").update(body).digest("base64url"),
    triggeredAt: dateOrNull(webhook.pushedAt),
    body,
  });
  return 200;
}

function dateOrNull(text: string): Date | null {
  const date = new Date(text);
  const year = date.getUTCFullYear();
  // Also false for a date that is none. Postgres and JavaScript do not agree on the far ends of time.
  return year >= 2000 && year < 3000 ? date : null;
}
