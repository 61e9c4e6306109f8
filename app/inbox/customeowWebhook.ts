import { createHash } from "node:crypto";
import sql from "sql-template-tag";
import { parseCustomeowWebhook } from "../customeow/webhook.ts";
import type { Sql } from "../database/sql.ts";
import { hashOfWebhookToken } from "../secrets/webhookTokens.ts";
import { storableText } from "../text/storableText.ts";
import { type Acknowledgement, statusOf } from "./acknowledge.ts";
import type { Inbox } from "./inbox.ts";

/** What CustoMeow's webhooks are at most; an order of a hundred lines is a tenth of it. */
export const LARGEST_CUSTOMEOW_WEBHOOK_BYTES = 1024 * 1024;

/** An id in this form is the key of its delivery; anything else, however long, is replaced by the content's. */
const PLAIN_ID = /^[\w.:-]{1,100}$/;

const LONGEST_TOPIC = 100;

/**
 * Takes a webhook of CustoMeow's: 200 once it is stored, 404 for a token that no shop has, 400 where it cannot be read,
 * 429 where too many come for the shop, 503 where too much waits to be stored. Nothing signs it: the unguessable token in its address is all that tells whose
 * it is, and it is looked up by its hash, so timing tells nothing about it.
 * @param countOfShop counts one more of a shop's: after how many seconds it may come again, where it is too often
 */
export async function acknowledgeCustomeowWebhook(
  services: { sql: Sql; inbox: Inbox },
  token: string,
  body: Buffer,
  countOfShop: (shopDomain: string) => Promise<number | null>,
): Promise<Acknowledgement> {
  const shop = await shopDomainOf(services.sql, token);
  if (shop === null) return { status: 404, facts: { outcome: "unknown_token" } };
  const comeAgainSeconds = await countOfShop(shop);
  if (comeAgainSeconds !== null)
    return { status: 429, facts: { shop, outcome: "too_many" }, comeAgainSeconds };
  const text = body.toString("utf8");
  const parsed = parseCustomeowWebhook(text);
  if (!parsed.ok) return { status: 400, facts: { shop, outcome: "malformed", reason: parsed.reason } };

  const { webhook } = parsed;
  const topic = webhook.event === "unknown" ? storableText(webhook.name, LONGEST_TOPIC) : webhook.event;
  const received = await services.inbox.receive({
    source: "customeow",
    shopDomain: shop,
    topic,
    // Whether CustoMeow repeats its id over retries is not documented; without one, the content is the key.
    webhookId: PLAIN_ID.test(webhook.id) ? webhook.id : createHash("sha256").update(body).digest("base64url"),
    triggeredAt: new Date(webhook.pushedAt),
    body: text,
  });
  return { status: statusOf(received), facts: { shop, topic, ...received } };
}

async function shopDomainOf(rows: Sql, token: string): Promise<string | null> {
  const hash = hashOfWebhookToken(token);
  if (hash === null) return null;
  const [found] = await rows.rows<{ domain: string }>(sql`
    SELECT shop.domain FROM "CustomeowConnection" AS connection
    JOIN "Shop" AS shop ON shop.id = connection."shopId"
    WHERE connection."webhookTokenHash" = ${hash}`);
  return found?.domain ?? null;
}
