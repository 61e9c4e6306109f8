import sql from "sql-template-tag";
import type { CustomeowAccounts } from "../../accounts/customeowAccounts.ts";
import { type CustomeowFailures, factOfFailure } from "../../accounts/customeowFailures.ts";
import { laterOrFailed } from "../../accounts/retryLater.ts";
import type { CustomeowFailure } from "../../customeow/failure.ts";
import type { Database } from "../../database/database.ts";
import type { Sql, SqlPool } from "../../database/sql.ts";
import type { Fact, NoParameters } from "../../facts/fact.ts";
import { PostponedError } from "../../jobs/postponed.ts";
import type { JobQueue } from "../../jobs/queue.ts";
import type { JobHandler } from "../../jobs/work.ts";
import type { Urgency } from "../../quota/demand.ts";
import type { Lifecycle } from "../lifecycle/lifecycle.ts";
import { takeDesigns } from "./takeDesigns.ts";

interface FindServices {
  sql: SqlPool;
  lifecycle: Lifecycle;
  customeow: CustomeowAccounts;
}

interface OrderReference {
  shopId: string;
  orderId: string;
}

/** Why an order's missing designs were not found. */
export interface DesignsNotFound extends CustomeowFailures {
  no_design_awaited: NoParameters;
  not_connected: NoParameters;
  order_not_in_customeow: NoParameters;
  no_design_yet: NoParameters;
}

type Found = { outcome: "found"; items: number };

type FoundDesigns =
  | Found
  | { outcome: Exclude<keyof DesignsNotFound, keyof CustomeowFailures> }
  | { outcome: "not_readable"; failure: CustomeowFailure };

/**
 * Looks for an order's missing designs, when CustoMeow hints that they were made.
 * @throws Error to be tried again later, where CustoMeow does not answer
 */
export function findDesignsHandler(services: FindServices): JobHandler<"find-designs"> {
  return async (reference, log) => {
    await untilDue(services.sql, reference);
    const found = await findDesigns(services, reference, "order");
    if (found.outcome === "not_readable") throw laterOrFailed(found.failure);
    log.info({ ...reference, ...found }, "looked for designs");
  };
}

/** However many hints come one after the other, an order is asked for once in so many seconds. */
const HINTED_EVERY_SECONDS = 10;

/** @throws PostponedError where it was asked for just now */
async function untilDue(rows: Sql, { shopId, orderId }: OrderReference): Promise<void> {
  const [order] = await rows.rows<{ seconds: number }>(sql`
    SELECT (${HINTED_EVERY_SECONDS}::float8 - extract(epoch FROM now() - "designsReadAt"))::float8 AS "seconds" FROM "Order"
    WHERE "id" = ${orderId}::uuid AND "shopId" = ${shopId}::uuid AND "designsReadAt" IS NOT NULL`);
  if (order !== undefined && order.seconds > 0)
    throw new PostponedError("CustoMeow was asked for the order just now.", order.seconds);
}

/** What a person is told who had an order's missing designs looked for. */
export type LookedForDesigns = Found | { outcome: "not_found"; reason: Fact<DesignsNotFound> };

/** Looks for an order's missing designs at once; where CustoMeow does not answer, they are looked for later. */
export async function findDesignsNow(
  services: FindServices & { database: Database; jobs: JobQueue },
  reference: OrderReference,
): Promise<LookedForDesigns> {
  const found = await findDesigns(services, reference, "person");
  if (found.outcome === "found") return found;
  if (found.outcome !== "not_readable")
    return { outcome: "not_found", reason: { code: found.outcome, parameters: {} } };
  const { database, jobs } = services;
  await database.$transaction((rows) => jobs.enqueue(rows, "find-designs", reference));
  return { outcome: "not_found", reason: factOfFailure(found.failure) };
}

async function findDesigns(
  services: FindServices,
  { shopId, orderId }: OrderReference,
  urgency: Urgency,
): Promise<FoundDesigns> {
  const platformOrderId = await awaitingOrder(services.sql, shopId, orderId);
  if (platformOrderId === null) return { outcome: "no_design_awaited" };
  const account = await services.customeow.forShop(shopId, urgency);
  if (account === null) return { outcome: "not_connected" };

  const found = await account.client.findOrder(account.storeId, platformOrderId);
  if (!found.ok) return { outcome: "not_readable", failure: found.failure };
  await noteDesignsRead(services.sql, [orderId]);
  if (found.value === null) return { outcome: "order_not_in_customeow" };
  const lines = found.value.lineItems.map((line) => ({ ...line, platformOrderId }));
  const items = await takeDesigns(services, shopId, lines);
  return items === 0 ? { outcome: "no_design_yet" } : { outcome: "found", items };
}

/** Its id in Shopify; null where no line of it waits for a design. */
async function awaitingOrder(rows: Sql, shopId: string, orderId: string): Promise<string | null> {
  const [order] = await rows.rows<{ platformOrderId: string }>(sql`
    SELECT "platformOrderId" FROM "Order"
    WHERE "id" = ${orderId}::uuid AND "shopId" = ${shopId}::uuid AND EXISTS (
      SELECT FROM "LineItem" AS line WHERE line."orderId" = "Order"."id" AND line."state" = 'awaiting_customization')`);
  return order?.platformOrderId ?? null;
}

/** Said in SQL, because it is no change of the orders. */
export async function noteDesignsRead(rows: Sql, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return;
  await rows.rows(sql`
    UPDATE "Order" SET "designsReadAt" = clock_timestamp() WHERE "id" = ANY(${orderIds}::uuid[])`);
}
