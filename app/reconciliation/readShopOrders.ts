import type { OrderReadingKind } from "@prisma/client";
import type { Log } from "../log/log.ts";
import { AdminApiError, NoAccessToShopError } from "../shopify/graphqlRequest.ts";
import { applyListedOrders } from "./applyListedOrders.ts";
import {
  endTurn,
  findProgress,
  keepProgress,
  type ReadingProgress,
  type ReadShop,
} from "./readingProgress.ts";
import type { ReadingServices } from "./readingServices.ts";

/** Shopify's list lags behind its orders: what was read up to a moment is read again from so long before. */
const OVERLAP_MILLISECONDS = 10 * 60 * 1000;
const LAST_DAYS_MILLISECONDS = 3 * 24 * 60 * 60 * 1000;

/** So that one shop's backlog, of 250 orders a page, keeps no others waiting; the rest is read at its next turn. */
const PAGES_A_TURN = 20;

/** When a turn that broke off is taken up. */
const AGAIN_AFTER_SECONDS = { latest: 5 * 60, last_days: 30 * 60 } as const;

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
  const { sql: database } = services;
  try {
    const found = await findProgress(database, shopId, kind);
    if (found === null) return;
    const isDone = await readPages(services, found.shop, kind, found.progress, log);
    if (!isDone) await endTurn(database, shopId, kind, { afterSeconds: 0 });
  } catch (error) {
    if (error instanceof NoAccessToShopError) {
      log.info({ reason: error.message }, "the shop's orders could not be read: it gives no access");
      await endTurn(database, shopId, kind);
      return;
    }
    log.warn({ err: error }, "the shop's orders could not be read; the next turn goes on from there");
    await endTurn(database, shopId, kind, {
      afterSeconds: AGAIN_AFTER_SECONDS[kind],
      // A cursor may be what Shopify refused: without it the list is read again from the last known moment.
      fromTheBeginning: error instanceof AdminApiError,
    });
  }
}

/** @returns whether the list was read to its end */
async function readPages(
  services: ReadingServices,
  shop: ReadShop,
  kind: OrderReadingKind,
  progress: ReadingProgress,
  log: Log,
): Promise<boolean> {
  const adminApi = services.shopify.adminApi(shop.domain);
  const listedFrom = progress.listedFrom ?? beginning(shop, kind, progress);
  let after = progress.listedFrom === null ? null : progress.pageCursor;
  let { readUpTo } = progress;
  for (let page = 1; page <= PAGES_A_TURN; page += 1) {
    const { orders, nextCursor } = await adminApi.listOrders({ updatedFrom: listedFrom, after });
    if (orders.length > 0) await applyListedOrders(services, adminApi, shop, orders, log);
    readUpTo = latest(readUpTo, orders.at(-1)?.updatedAt ?? null);
    after = nextCursor;
    const reached = { readUpTo, listedFrom: after === null ? null : listedFrom, pageCursor: after };
    await keepProgress(services.sql, shop.id, kind, reached);
    if (after === null) return true;
  }
  return false;
}

/** Never before the app was installed: what was ordered before is none of its business. */
function beginning({ installedAt }: ReadShop, kind: OrderReadingKind, { readUpTo }: ReadingProgress): Date {
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
