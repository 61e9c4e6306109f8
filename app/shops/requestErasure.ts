import type { Shop } from "@prisma/client";
import { startBulkRun } from "../bulk/startRun.ts";
import type { Transaction } from "../database/database.ts";
import { sqlOf } from "../database/sql.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { forgetKey, forgetShop } from "../quota/forgetShop.ts";
import { lockShop } from "./lockShop.ts";

/** How long after a shop's removal of the app Shopify has its data deleted. */
const SHOPIFY_WAITS_MILLISECONDS = 48 * 60 * 60 * 1000;

/**
 * Begins to delete all of a shop. Its access ends at once, and its domain is given up with this: whoever installs the
 * app under it from here on is a new shop, whose rows the erasure does not know.
 * @param at when Shopify had the data deleted, by its clock
 */
export async function requestErasure(
  transaction: Transaction,
  jobs: JobQueue,
  shopId: string,
  at: Date,
): Promise<"begun" | "came_back"> {
  await lockShop(transaction, shopId);
  const shop = await transaction.shop.findUniqueOrThrow({ where: { id: shopId } });
  if (!(await hasLeft(transaction, shop, at))) return "came_back";

  await forgetSessions(transaction, shop.domain);
  await leaveTheLine(transaction, shopId);
  await transaction.customeowConnection.deleteMany({ where: { shopId } });
  await transaction.shop.update({
    where: { id: shopId },
    data: { domain: `erased ${shopId}`, uninstalledAt: shop.uninstalledAt ?? at },
  });
  await startBulkRun(transaction, jobs, {
    shopId,
    kind: "erase-shop",
    parameters: { shopDomain: shop.domain, receivedUpTo: new Date().toISOString() },
    askedBy: "shopify",
  });
  return "begun";
}

/** The access tokens of a shop. */
export async function forgetSessions(transaction: Transaction, shopDomain: string): Promise<void> {
  await transaction.session.deleteMany({ where: { shop: shopDomain } });
}

/**
 * Whether the shop removed the app and did not come back. Where the news of the removal never came, nothing may have
 * been heard of the shop since: neither was it opened, nor did it give an access token that was good for longer.
 */
async function hasLeft(transaction: Transaction, shop: Shop, at: Date): Promise<boolean> {
  if (shop.uninstalledAt !== null) return true;
  if (shop.authenticatedAt.getTime() > at.getTime() - SHOPIFY_WAITS_MILLISECONDS) return false;
  const renewed = { shop: shop.domain, expires: { gt: at } };
  return (await transaction.session.count({ where: renewed })) === 0;
}

/** What the shop has in the line for the quota. Requests that were sent count on, for others that share the key. */
async function leaveTheLine(transaction: Transaction, shopId: string): Promise<void> {
  await forgetShop(sqlOf(transaction), shopId);
  const connection = await transaction.customeowConnection.findUnique({ where: { shopId } });
  if (connection === null) return;
  const { apiKeyFingerprint } = connection;
  const others = { apiKeyFingerprint, shopId: { not: shopId } };
  const isShared = (await transaction.customeowConnection.count({ where: others })) > 0;
  if (!isShared) await forgetKey(sqlOf(transaction), apiKeyFingerprint);
}
