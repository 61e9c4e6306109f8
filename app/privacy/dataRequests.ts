import sql from "sql-template-tag";
import type { Database, Transaction } from "../database/database.ts";
import type { Sql } from "../database/sql.ts";

/** A customer's request for what is stored of them, as the merchant sees it. */
export interface OpenDataRequest {
  id: string;
  receivedAt: Date;
  /** Until when the law wants it answered. */
  dueAt: Date;
  /** Shopify's names of the customer's orders that the app has, without a leading `#`. */
  orders: string[];
}

/** Shopify: to be completed within 30 days. https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance */
const DUE_AFTER_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;

const MOST_SHOWN = 20;

/** Notes that a customer asked. The same delivery is noted once. */
export async function recordDataRequest(
  transaction: Transaction,
  shopId: string,
  request: { deliveryId: string; platformOrderIds: string[]; receivedAt: Date },
): Promise<void> {
  const { deliveryId: id, platformOrderIds, receivedAt } = request;
  await transaction.customerDataRequest.createMany({
    data: [{ id, shopId, platformOrderIds, receivedAt }],
    skipDuplicates: true,
  });
}

/** Those that were not answered yet, the oldest first. */
export async function openDataRequests(rows: Sql, shopId: string): Promise<OpenDataRequest[]> {
  const requests = await rows.rows<Omit<OpenDataRequest, "dueAt">>(sql`
    SELECT request."id", request."receivedAt", ARRAY(
      SELECT "platformOrderNo" FROM "Order"
      WHERE "shopId" = request."shopId" AND "platformOrderId" = ANY(request."platformOrderIds") ORDER BY "placedAt"
    ) AS "orders"
    FROM "CustomerDataRequest" AS request
    WHERE request."shopId" = ${shopId}::uuid AND request."answeredAt" IS NULL
    ORDER BY request."receivedAt" LIMIT ${MOST_SHOWN}`);
  return requests.map((request) => ({
    ...request,
    dueAt: new Date(request.receivedAt.getTime() + DUE_AFTER_MILLISECONDS),
  }));
}

/** The merchant handed the data over. */
export async function answerDataRequest(database: Database, shopId: string, id: string): Promise<void> {
  await database.customerDataRequest.updateMany({
    where: { id, shopId, answeredAt: null },
    data: { answeredAt: new Date() },
  });
}
