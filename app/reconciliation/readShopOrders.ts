import type { OrderReading, OrderReadingKind, Shop } from "@prisma/client";
import type { Log } from "../log/log.ts";
import { AdminApiError, NoAccessToShopError } from "../shopify/graphqlRequest.ts";
import { applyListedOrders } from "./applyListedOrders.ts";
import type { ReadingServices } from "./readingServices.ts";

/** Shopify's list lags behind its orders: what was read up to a moment is read again from so long before. */
const OVERLAP_MILLISECONDS = 10 * 60 * 1000;
const LAST_DAYS_MILLISECONDS = 3 * 24 * 60 * 60 * 1000;

/** So that one shop's backlog, of 250 orders a page, keeps no others waiting; the rest is read at its next turn. */
const PAGES_A_TURN = 20;

/** When a turn that broke off is taken up. */
const AGAIN_AFTER_MILLISECONDS = { latest: 5 * 60 * 1000, last_days: 30 * 60 * 1000 } as const;

/**
 * Reads what changed of a shop's orders, and applies what is not known. Invariant: how far it came is stored after
 * every page, so a turn that breaks off costs nothing; it is not repeated, since the next one goes on from there. One
 * turn at a time for a shop and kind: the queue sees to it.
 */
export async function readShopOrders(
  services: ReadingServices,
  shopId: string,
  kind: OrderReadingKind,
  log: Log,
): Promise<void> {
  const { database } = services;
  const key = { shopId_kind: { shopId, kind } };
  const shop = await database.shop.findUnique({ where: { id: shopId, uninstalledAt: null } });
  if (shop === null) return;
  try {
    const reading = await database.orderReading.upsert({
      where: key,
      create: { shopId, kind, nextAt: new Date(Date.now() + AGAIN_AFTER_MILLISECONDS[kind]) },
      update: {},
    });
    const isDone = await readPages(services, shop, reading, log);
    if (!isDone)
      await database.orderReading.update({ where: key, data: { nextAt: new Date(), startedAt: null } });
  } catch (error) {
    if (error instanceof NoAccessToShopError) {
      log.info({ reason: error.message }, "the shop's orders could not be read: it gives no access");
      await database.orderReading.updateMany({ where: { shopId, kind }, data: { startedAt: null } });
      return;
    }
    log.warn({ err: error }, "the shop's orders could not be read; the next turn goes on from there");
    await database.orderReading.updateMany({
      where: { shopId, kind },
      data: {
        nextAt: new Date(Date.now() + AGAIN_AFTER_MILLISECONDS[kind]),
        startedAt: null,
        // A cursor may be what Shopify refused: without it the list is read again from the last known moment.
        ...(error instanceof AdminApiError ? { listedFrom: null, pageCursor: null } : {}),
      },
    });
  }
}

/** @returns whether the list was read to its end */
async function readPages(
  services: ReadingServices,
  shop: Shop,
  reading: OrderReading,
  log: Log,
): Promise<boolean> {
  const { shopId, kind } = reading;
  const adminApi = services.shopify.adminApi(shop.domain);
  const listedFrom = reading.listedFrom ?? beginning(shop, reading);
  let after = reading.listedFrom === null ? null : reading.pageCursor;
  let readUpTo = reading.readUpTo;
  for (let page = 1; page <= PAGES_A_TURN; page += 1) {
    const { orders, nextCursor } = await adminApi.listOrders({ updatedFrom: listedFrom, after });
    await applyListedOrders(services, adminApi, shop, orders, log);
    readUpTo = latest(readUpTo, orders.at(-1)?.updatedAt ?? null);
    after = nextCursor;
    const progress =
      after === null
        ? { readUpTo, listedFrom: null, pageCursor: null, startedAt: null }
        : { readUpTo, listedFrom, pageCursor: after };
    await services.database.orderReading.update({ where: { shopId_kind: { shopId, kind } }, data: progress });
    if (after === null) return true;
  }
  return false;
}

/** Never before the app was installed: what was ordered before is none of its business. */
function beginning({ installedAt }: Shop, { kind, readUpTo }: OrderReading): Date {
  const from =
    kind === "last_days"
      ? Date.now() - LAST_DAYS_MILLISECONDS
      : (readUpTo ?? installedAt).getTime() - OVERLAP_MILLISECONDS;
  return new Date(Math.max(from, installedAt.getTime()));
}

function latest(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}
