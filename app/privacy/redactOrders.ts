import sql from "sql-template-tag";
import type { Transaction } from "../database/database.ts";
import { type Sql, sqlOf } from "../database/sql.ts";
import { designIdsOf } from "./designIds.ts";

/**
 * Deletes what shoppers put into the designs of these orders, and whatever leads to it: designs, their ids, files,
 * answers and messages of CustoMeow's that were kept. The orders stay, so that nothing is made twice, and with them
 * what was bought. An item that is still being made keeps the id of its design until it is made; see
 * {@link redactWhatWasMade}.
 * @returns how many designs were deleted, of how many items
 */
export async function redactOrders(
  transaction: Transaction,
  shop: { id: string; domain: string },
  platformOrderIds: readonly string[],
): Promise<{ designs: number; items: number }> {
  const rows = sqlOf(transaction);
  const orders = await rows.rows<{ id: string }>(sql`
    SELECT "id" FROM "Order"
    WHERE "shopId" = ${shop.id}::uuid AND "platformOrderId" = ANY(${[...platformOrderIds]}) ORDER BY "id" FOR UPDATE`);
  const orderIds = orders.map(({ id }) => id);
  // A design is read from CustoMeow when a person looks at it: the mark keeps it from coming back.
  const items = await rows.rows(sql`
    UPDATE "LineItem" SET "redactedAt" = coalesce("redactedAt", clock_timestamp())
    WHERE "orderId" = ANY(${orderIds}::uuid[]) RETURNING "id"`);
  const designIds = await designIdsOf(rows, orderIds);
  const designs = await rows.rows(sql`
    DELETE FROM "Design" WHERE "shopId" = ${shop.id}::uuid AND "customInfoId" = ANY(${designIds})
    RETURNING "customInfoId"`);
  await rows.rows(sql`DELETE FROM "UnexpectedAnswer" WHERE "orderId" = ANY(${orderIds}::uuid[])`);
  await forgetMessages(rows, shop.domain, platformOrderIds, designIds);
  await redactHistory(rows, orderIds);
  await redactWhatWasMade(rows, orderIds);
  return { designs: designs.length, items: items.length };
}

/** Shorter ones are no ids of CustoMeow's, whatever stood in their place, and stand in other texts by chance. */
const DESIGN_ID = /^\d{15,}$/;

/** What was said of them in webhooks. An id of Shopify's stands in no other text by chance. */
async function forgetMessages(
  rows: Sql,
  shopDomain: string,
  platformOrderIds: readonly string[],
  designIds: readonly string[],
): Promise<void> {
  const ids = [
    ...platformOrderIds.filter((id) => /^\d+$/.test(id)),
    ...designIds.filter((id) => DESIGN_ID.test(id)),
  ].map((id) => `%${id}%`);
  await rows.rows(sql`
    UPDATE "WebhookDelivery" SET "body" = '{}'
    WHERE "shopDomain" = ${shopDomain} AND "state" <> 'received' AND "body" LIKE ANY(${ids}::text[])`);
}

/**
 * Takes the ids of designs, tasks and files from the items that are to show nothing any more and that nothing is made of
 * any more. Ids are what leads to a design at CustoMeow.
 * @param orderIds of which; all that there are, where it is left out
 */
export async function redactWhatWasMade(rows: Sql, orderIds?: readonly string[]): Promise<void> {
  const areMeant = orderIds === undefined ? sql`true` : sql`line."orderId" = ANY(${[...orderIds]}::uuid[])`;
  const over = await rows.rows<{ id: string; orderId: string }>(sql`
    UPDATE "LineItem" AS line SET "customInfoId" = NULL, "platformDesign" = NULL, "advice" = NULL,
      "failureParameters" = CASE WHEN "failureParameters" IS NULL THEN NULL ELSE '{}'::jsonb END,
      "failureCode" = CASE WHEN "failureCode" IS NULL THEN NULL ELSE 'redacted' END
    WHERE line."redactedAt" IS NOT NULL AND ${areMeant} AND line."state" NOT IN ('queued', 'sent', 'composing')
      AND (line."customInfoId" IS NOT NULL OR line."platformDesign" IS NOT NULL OR EXISTS (
        SELECT FROM "CompositeTask" WHERE "lineItemId" = line."id" AND "customeowTaskId" IS NOT NULL))
    RETURNING line."id", line."orderId"`);
  const lineIds = over.map(({ id }) => id);
  const ofOrders = [...new Set(over.map(({ orderId }) => orderId))];
  await rows.rows(sql`
    DELETE FROM "ProductionFile" WHERE "taskId" IN (
      SELECT "id" FROM "CompositeTask" WHERE "lineItemId" = ANY(${lineIds}::uuid[]))`);
  await rows.rows(sql`
    UPDATE "CompositeTask" SET "customeowTaskId" = NULL,
      "failureParameters" = CASE WHEN "failureParameters" IS NULL THEN NULL ELSE '{}'::jsonb END,
      "failureCode" = CASE WHEN "failureCode" IS NULL THEN NULL ELSE 'redacted' END
    WHERE "lineItemId" = ANY(${lineIds}::uuid[])`);
  await redactHistory(rows, ofOrders);
  // Whoever has read one of these orders, to change it, reads it again.
  await rows.rows(sql`UPDATE "Order" SET "version" = "version" + 1 WHERE "id" = ANY(${ofOrders}::uuid[])`);
}

async function redactHistory(rows: Sql, orderIds: readonly string[]): Promise<void> {
  await rows.rows(sql`
    UPDATE "TimelineEntry" SET "code" = 'redacted', "parameters" = '{}'::jsonb
    WHERE "orderId" = ANY(${[...orderIds]}::uuid[]) AND ("parameters" ?| ARRAY['design', 'words', 'parameters', 'text', 'given'])`);
}
