import type { Database } from "../database/database.ts";
import type { SqlPool } from "../database/sql.ts";
import type { Lifecycle } from "../orders/lifecycle/lifecycle.ts";
import { takeDesigns } from "../orders/designs/takeDesigns.ts";
import { PostponedError } from "../jobs/postponed.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { JobHandler } from "../jobs/work.ts";
import type { Log } from "../log/log.ts";
import type { CustomeowAccount, CustomeowAccounts } from "../accounts/customeowAccounts.ts";
import { throwIfLater } from "../accounts/retryLater.ts";
import { listedLines } from "./listedLines.ts";
import { tellMissing } from "./tellMissing.ts";

export interface ConfirmServices {
  database: Database;
  sql: SqlPool;
  lifecycle: Lifecycle;
  jobs: JobQueue;
  customeow: CustomeowAccounts;
}

interface SentOrder {
  id: string;
  platformOrderId: string;
}

const HOUR_MILLISECONDS = 60 * 60 * 1000;
const DAYS = 3;

/** Of CustoMeow's order list. What is not on them is asked for one by one: in which order it lists is not documented. */
const PAGES_A_RUN = 5;
const LOOK_UPS_A_RUN = 50;

const BUSY_SECONDS = 10 * 60;
const NEXT_RUN_SECONDS = 60 * 60;

/**
 * Asks whether CustoMeow has the orders that it was sent in the last days: each once, some time after it was sent.
 * It is the least urgent work there is, so it is done only while nothing else waits for the key's quota.
 */
export function confirmOrdersHandler(services: ConfirmServices): JobHandler<"confirm-orders"> {
  return async ({ shopId }, log) => {
    const { database, jobs } = services;
    const account = await services.customeow.forShop(shopId, "upkeep");
    const sent = await unconfirmed(database, shopId);
    if (account === null || sent.length === 0) return;
    if (!(await hasTime(account))) throw new PostponedError("Other work waits for CustoMeow.", BUSY_SECONDS);

    const listed = sent.length > PAGES_A_RUN ? await findInList(services, shopId, account, sent, log) : [];
    await noteConfirmed(database, listed);
    const others = sent.filter(({ id }) => !listed.includes(id));
    const isStopped = await lookUp(services, shopId, account, others.slice(0, LOOK_UPS_A_RUN), log);
    if (isStopped || others.length <= LOOK_UPS_A_RUN) return;
    const afterSeconds = NEXT_RUN_SECONDS;
    await database.$transaction((rows) => jobs.enqueue(rows, "confirm-orders", { shopId }, { afterSeconds }));
  };
}

async function hasTime(account: CustomeowAccount): Promise<boolean> {
  return !(await account.isTroubled()) && (await account.load()).isIdle;
}

/** Those of the store that the shop is connected to now; cancelled ones may well be gone. */
async function unconfirmed(database: Database, shopId: string): Promise<SentOrder[]> {
  const connection = await database.customeowConnection.findUnique({ where: { shopId } });
  if (connection === null) return [];
  const since = Math.max(connection.connectedAt.getTime(), Date.now() - DAYS * 24 * HOUR_MILLISECONDS);
  const before = new Date(Date.now() - HOUR_MILLISECONDS);
  return database.order.findMany({
    where: {
      shopId,
      submission: "created",
      confirmedAt: null,
      cancelledAt: null,
      recordedAt: { gte: new Date(since), lt: before },
      OR: [{ attemptedAt: null }, { attemptedAt: { lt: before } }],
    },
    orderBy: { recordedAt: "asc" },
    select: { id: true, platformOrderId: true },
  });
}

/** The ids of those that stand on the list's first pages: one request finds a hundred of them. */
async function findInList(
  services: ConfirmServices,
  shopId: string,
  account: CustomeowAccount,
  sent: SentOrder[],
  log: Log,
): Promise<string[]> {
  const missing = new Map(sent.map(({ id, platformOrderId }) => [platformOrderId, id]));
  const found: string[] = [];
  for await (const lines of listedLines(account, PAGES_A_RUN, log)) {
    await takeDesigns(services, shopId, lines);
    for (const { platformOrderId } of lines) {
      const id = missing.get(platformOrderId);
      if (id === undefined) continue;
      found.push(id);
      missing.delete(platformOrderId);
    }
    if (missing.size === 0) break;
  }
  return found;
}

async function noteConfirmed(database: Database, ids: string[]): Promise<void> {
  // Said in SQL, because a confirmation is no change of the order.
  await database.$executeRaw`
    UPDATE "Order" SET "confirmedAt" = clock_timestamp() WHERE "id" = ANY(${ids}::uuid[])`;
}

/** @returns whether CustoMeow gave answers that make it useless to go on */
async function lookUp(
  services: ConfirmServices,
  shopId: string,
  account: CustomeowAccount,
  orders: SentOrder[],
  log: Log,
): Promise<boolean> {
  for (const order of orders) {
    const { platformOrderId } = order;
    const found = await account.client.findOrder(account.storeId, platformOrderId);
    if (!found.ok) {
      throwIfLater(found.failure);
      log.warn({ orderId: order.id, reason: found.failure.message }, "an order could not be looked up");
      return true;
    }
    if (found.value === null) {
      await tellMissing(services.lifecycle, { shopId, orderId: order.id });
      continue;
    }
    await noteConfirmed(services.database, [order.id]);
    const lines = found.value.lineItems.map((line) => ({ ...line, platformOrderId }));
    await takeDesigns(services, shopId, lines);
  }
  return false;
}
