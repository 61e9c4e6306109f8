import sql from "sql-template-tag";
import type { CustomeowAccount, CustomeowAccounts } from "../accounts/customeowAccounts.ts";
import { throwIfLater } from "../accounts/retryLater.ts";
import type { Database } from "../database/database.ts";
import type { Sql, SqlPool } from "../database/sql.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { JobHandler } from "../jobs/work.ts";
import type { Log } from "../log/log.ts";
import { noteDesignsRead } from "../orders/designs/findDesigns.ts";
import { takeDesigns } from "../orders/designs/takeDesigns.ts";
import type { Lifecycle } from "../orders/lifecycle/lifecycle.ts";
import { listedLines } from "./listedLines.ts";

export interface SweepServices {
  database: Database;
  sql: SqlPool;
  lifecycle: Lifecycle;
  jobs: JobQueue;
  customeow: CustomeowAccounts;
}

/** An order of which a line waits for its design. */
interface AwaitingOrder {
  id: string;
  platformOrderId: string;
  awaitedItemIds: string[];
}

/** With the quarter of an hour between two sweeps, that is within the hour of docs/guarantees.md. */
const READ_EVERY_MINUTES = 30;

/** A design that was not made within so many days is made seldom: its order is asked for once a day. */
const DAYS_OF_OFTEN = 30;

const ORDERS_A_RUN = 200;
const LOOK_UPS_A_RUN = 50;

/** Of CustoMeow's order list: one request reads a hundred lines. */
const PAGES_A_RUN = 5;

/** Every quarter of an hour, for each connected shop in which a line waits for its design. */
export function startDesignSweepsHandler({
  sql: rows,
  jobs,
}: SweepServices): JobHandler<"start-design-sweeps"> {
  return async () => {
    const sweeps = await jobs.insertionForEach(
      "sweep-designs",
      sql`
        SELECT jsonb_build_object('shopId', connection."shopId") AS payload
        FROM "CustomeowConnection" AS connection
        JOIN "Shop" AS shop ON shop."id" = connection."shopId" AND shop."uninstalledAt" IS NULL
        WHERE EXISTS (
          SELECT FROM "LineItem" AS line
          WHERE line."shopId" = connection."shopId" AND line."state" = 'awaiting_customization')`,
    );
    await rows.rows(sweeps);
  };
}

/**
 * Looks in CustoMeow for the designs that a shop's orders lack: its webhook may never have come. With the least
 * urgency there is, so that no order waits for it.
 * @throws Error to be tried again later, where CustoMeow does not answer
 */
export function sweepDesignsHandler(services: SweepServices): JobHandler<"sweep-designs"> {
  return async ({ shopId }, log) => {
    const due = await dueOrders(services.sql, shopId);
    if (due.length === 0) return;
    const account = await services.customeow.forShop(shopId, "upkeep");
    if (account === null) return;

    const listed =
      due.length > PAGES_A_RUN ? await readList(services, shopId, account, due, log) : new Set<string>();
    const others = due.filter(({ id }) => !listed.has(id));
    for (const order of others.slice(0, LOOK_UPS_A_RUN)) await lookUp(services, shopId, account, order, log);
    if (due.length < ORDERS_A_RUN && others.length <= LOOK_UPS_A_RUN) return;
    await services.database.$transaction((rows) => services.jobs.enqueue(rows, "sweep-designs", { shopId }));
  };
}

/** Those that CustoMeow was not asked about for longest, of those that it has. */
function dueOrders(rows: Sql, shopId: string): Promise<AwaitingOrder[]> {
  return rows.rows<AwaitingOrder>(sql`
    SELECT "order"."id", "order"."platformOrderId", awaited."itemIds" AS "awaitedItemIds"
    FROM (
      SELECT "orderId", array_agg("platformItemId") AS "itemIds" FROM "LineItem"
      WHERE "shopId" = ${shopId}::uuid AND "state" = 'awaiting_customization' GROUP BY "orderId"
    ) AS awaited
    JOIN "Order" AS "order" ON "order"."id" = awaited."orderId" AND "order"."submission" = 'created'
    WHERE coalesce("order"."designsReadAt", "order"."recordedAt") <= now() - CASE
      WHEN "order"."placedAt" > now() - ${DAYS_OF_OFTEN}::int * interval '1 day'
      THEN ${READ_EVERY_MINUTES}::int * interval '1 minute' ELSE interval '1 day' END
    ORDER BY coalesce("order"."designsReadAt", "order"."recordedAt") LIMIT ${ORDERS_A_RUN}`);
}

/** @returns the orders of which the list had every line that waits */
async function readList(
  services: SweepServices,
  shopId: string,
  account: CustomeowAccount,
  due: readonly AwaitingOrder[],
  log: Log,
): Promise<Set<string>> {
  const unseenOf = new Map(due.map(({ id, awaitedItemIds }) => [id, new Set(awaitedItemIds)]));
  const idOf = new Map(due.map(({ id, platformOrderId }) => [platformOrderId, id]));
  const read = new Set<string>();
  for await (const lines of listedLines(account, PAGES_A_RUN, log)) {
    await takeDesigns(services, shopId, lines);
    for (const { platformOrderId, platformItemId } of lines) {
      const id = idOf.get(platformOrderId);
      const unseen = id === undefined ? undefined : unseenOf.get(id);
      if (id === undefined || unseen === undefined) continue;
      unseen.delete(platformItemId);
      if (unseen.size === 0) read.add(id);
    }
    if (read.size === due.length) break;
  }
  await noteDesignsRead(services.sql, [...read]);
  return read;
}

async function lookUp(
  services: SweepServices,
  shopId: string,
  account: CustomeowAccount,
  { id, platformOrderId }: AwaitingOrder,
  log: Log,
): Promise<void> {
  const found = await account.client.findOrder(account.storeId, platformOrderId);
  if (found.ok) {
    const lines = found.value?.lineItems ?? [];
    await takeDesigns(
      services,
      shopId,
      lines.map((line) => ({ ...line, platformOrderId })),
    );
  } else {
    throwIfLater(found.failure);
    log.warn({ orderId: id, reason: found.failure.message }, "an order could not be looked up");
  }
  await noteDesignsRead(services.sql, [id]);
}
