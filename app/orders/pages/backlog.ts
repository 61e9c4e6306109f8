import type { Database } from "../../database/database.ts";
import type { Quota } from "../../quota/demand.ts";

/** What waits for CustoMeow, and for how long it will. */
export interface Backlog {
  /** Orders of this shop that are not in CustoMeow yet. */
  orders: number;
  /** Items of this shop whose files are not done. */
  items: number;
  /** Until everything is through that is known now, other shops on the same key included. */
  seconds: number;
  /** CustoMeow asked for a pause, or does not answer. */
  pause: { reason: "too_many" | "unavailable"; since: Date | null; until: Date } | null;
}

/** A list, a start and a question are what an item with one template takes. */
const REQUESTS_OF_A_NEW_ITEM = 3;

/** Null while the shop is not connected. */
export async function readBacklog(database: Database, shopId: string, quota: Quota): Promise<Backlog | null> {
  const connection = await database.customeowConnection.findUnique({ where: { shopId } });
  if (connection === null) return null;
  const { apiKeyFingerprint } = connection;
  const [own, ofKey, state] = await Promise.all([
    countWork(database, { id: shopId }),
    countWork(database, { connection: { apiKeyFingerprint } }),
    database.quotaKeyState.findUnique({ where: { apiKeyFingerprint } }),
  ]);
  const requests =
    ofKey.orders + ofKey.newItems * REQUESTS_OF_A_NEW_ITEM + ofKey.tasksToStart * 2 + ofKey.tasksUnderWay;
  const { pausedUntil, pauseReason, troubledSince } = state ?? {};
  const paused = pausedUntil && pauseReason && pausedUntil > new Date();
  return {
    orders: own.orders,
    items: own.newItems + own.itemsComposing,
    seconds: Math.ceil((requests * quota.windowMilliseconds) / (quota.requests * 1000)),
    pause: paused ? { reason: pauseReason, since: troubledSince ?? null, until: pausedUntil } : null,
  };
}

type OfShops = { id: string } | { connection: { apiKeyFingerprint: string } };

async function countWork(database: Database, shop: OfShops) {
  const lineItem = { state: { not: "cancelled" as const } };
  const [orders, newItems, itemsComposing, tasksToStart, tasksUnderWay] = await Promise.all([
    database.order.count({
      where: { shop, submission: { in: ["pending", "unknown"] }, state: { notIn: ["cancelled", "failed"] } },
    }),
    database.lineItem.count({ where: { shop, state: { in: ["queued", "sent"] } } }),
    database.lineItem.count({ where: { shop, state: "composing" } }),
    database.compositeTask.count({ where: { shop, lineItem, state: { in: ["pending", "starting"] } } }),
    database.compositeTask.count({ where: { shop, lineItem, state: "in_progress" } }),
  ]);
  return { orders, newItems, itemsComposing, tasksToStart, tasksUnderWay };
}
