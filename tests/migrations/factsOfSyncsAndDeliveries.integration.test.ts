import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readFact } from "../../app/facts/fact.ts";
import { deliveryOutcomes } from "../../app/inbox/deliveryOutcomes.ts";
import { skuSyncFailures } from "../../app/skus/skuSyncFailures.ts";
import { english } from "../../app/wording/english.ts";
import { type DatabaseBefore, databaseBefore } from "./databaseBefore.ts";

let database: DatabaseBefore;
beforeAll(async () => {
  database = await databaseBefore("facts_of_syncs_and_deliveries");
});
afterAll(() => database.close());

/** A sentence as it was stored, and the code that it becomes; what the app says now, where it found better words. */
const failures: [sentence: string, code: string, now?: string][] = [
  ["The shop is not connected to a CustoMeow store.", "not_connected"],
  ["The shop was disconnected from CustoMeow.", "disconnected"],
  ["The shop was connected to another CustoMeow store meanwhile.", "store_changed"],
  ["Shopify did not answer with the shop's variants. The app tries again by itself.", "no_variants"],
  [
    "CustoMeow no longer accepts the API key. Enter a new one in Settings.",
    "customeow_bad_key",
    "CustoMeow does not accept the API key. The app tries it again by itself; should that not help, enter another in Settings.",
  ],
  ["CustoMeow does not know it: no such store", "customeow_not_found"],
  ["CustoMeow refused it: Not as you might think: 100%.", "customeow_rejected"],
  [
    "CustoMeow is being asked too often with this API key. The app goes on as soon as it may.",
    "customeow_over_quota",
  ],
  ["CustoMeow cannot be reached right now. The app tries again by itself.", "customeow_unavailable"],
  ["CustoMeow was asked, but its answer never arrived.", "customeow_unknown_outcome"],
  [
    "CustoMeow gave an answer that the app does not understand. It was kept for support.",
    "customeow_unexpected_answer",
  ],
  ["Said by a version that nobody remembers.", "in_words"],
];

const outcomes: [sentence: string, code: string][] = [
  ["Order #1001 was recorded.", "order_recorded"],
  ["Order The 1 was recorded. was changed.", "order_changed"],
  ["Of order #1001, nothing changed for CustoMeow.", "order_unchanged"],
  ["A newer version of order #1001 came before.", "order_outdated"],
  ["Order #1001 has nothing for CustoMeow.", "order_without_items_for_customeow"],
  ["Order #1001 was placed before the app was installed.", "order_before_installation"],
  ["Missing, or not as Shopify describes it: currency, created_at.", "order_unreadable"],
  ["Item 2 of order #1001 could not be read: ✖ Too big\n  → at quantity", "item_unreadable"],
  ["The shop does not have the app.", "shop_unknown"],
  ["The shop removed the app.", "app_removed"],
  ["The granted scopes were noted.", "scopes_noted"],
  [
    "The app keeps no name, address, e-mail or phone number. What the customer put into a design is on the order's page.",
    "customer_data_explained",
  ],
  [
    "3 kept designs were deleted, and 12 items no longer show theirs. Production files stay with CustoMeow.",
    "customer_redacted",
  ],
  ["The shop's data is being deleted.", "shop_erasure_began"],
  ["The shop installed the app again, so its data stays.", "shop_came_back"],
  ["The app does nothing with this topic.", "topic_not_used"],
  ["Designs found for 2 items.", "designs_completed"],
  ["The shop has no such order.", "designs_of_unknown_order"],
  ["No item of the order waits for a design.", "designs_not_awaited"],
  ["The shop is not connected to CustoMeow.", "designs_without_connection"],
  ["CustoMeow has no such order.", "designs_of_order_not_in_customeow"],
  ["CustoMeow has no new design for the order.", "designs_not_found"],
  ["The app does not know the event custom.renamed.", "customeow_event_unknown"],
  ["The SKU list is being read again.", "sku_sync_requested"],
  ["Unexpected token < in JSON at position 0", "in_words"],
];

const shopId = randomUUID();

async function storeSync(failureReason: string | null): Promise<void> {
  await database.query(
    `INSERT INTO "SkuSync" ("id", "shopId", "state", "failureReason") VALUES ($1, $2, 'failed', $3)`,
    [randomUUID(), shopId, failureReason],
  );
}

async function storeDelivery(outcome: string | null): Promise<void> {
  await database.query(
    `INSERT INTO "WebhookDelivery" ("id", "source", "shopDomain", "topic", "webhookId", "body", "outcome")
     VALUES ($1, 'shopify', 'old.myshopify.com', 'orders/create', $2, '{}', $3)`,
    [randomUUID(), randomUUID(), outcome],
  );
}

it("keeps every sentence: as a code where there is one, and with the same words", async () => {
  await database.query(`INSERT INTO "Shop" ("id", "domain") VALUES ($1, 'old.myshopify.com')`, [shopId]);
  for (const [sentence] of failures) await storeSync(sentence);
  for (const [sentence] of outcomes) await storeDelivery(sentence);
  await storeSync(null);
  await storeDelivery(null);

  await database.migrate();

  const syncs = await database.query<{ failure: unknown }>(
    `SELECT "failure" FROM "SkuSync" WHERE "failure" IS NOT NULL`,
  );
  const failuresNow = syncs.map(({ failure }) => readFact(skuSyncFailures, failure));
  expect(failuresNow.map((fact) => [english.skuSyncFailure(fact), fact.code]).toSorted()).toEqual(
    failures.map(([sentence, code, now]) => [now ?? sentence, code]).toSorted(),
  );
  const deliveries = await database.query<{ outcome: unknown }>(
    `SELECT "outcome" FROM "WebhookDelivery" WHERE "outcome" IS NOT NULL`,
  );
  const outcomesNow = deliveries.map(({ outcome }) => readFact(deliveryOutcomes, outcome));
  expect(outcomesNow.map((fact) => [english.deliveryOutcome(fact), fact.code]).toSorted()).toEqual(
    outcomes.toSorted(),
  );
});
