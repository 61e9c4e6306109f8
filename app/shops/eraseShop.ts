import type { Shop } from "@prisma/client";
import type { Database, Transaction } from "../database/database.ts";
import { sqlOf } from "../database/sql.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { JobHandler } from "../jobs/work.ts";
import { forgetKey, forgetShop } from "../quota/forgetShop.ts";

interface EraseServices {
  database: Database;
  jobs: JobQueue;
}

/** How long after a shop's removal of the app Shopify has its data deleted. */
const SHOPIFY_WAITS_MILLISECONDS = 48 * 60 * 60 * 1000;

/**
 * Whether the shop removed the app and did not come back. Where the news of the removal never came, nothing may have
 * been heard of the shop since: neither was it opened, nor did it give an access token that was good for longer.
 * @param at when Shopify had the data deleted, by its clock
 */
export async function hasLeft(transaction: Transaction, shop: Shop, at: Date): Promise<boolean> {
  if (shop.uninstalledAt !== null) return true;
  if (shop.authenticatedAt.getTime() > at.getTime() - SHOPIFY_WAITS_MILLISECONDS) return false;
  const renewed = { shop: shop.domain, expires: { gt: at } };
  return (await transaction.session.count({ where: renewed })) === 0;
}

/** The access tokens of a shop. */
export async function forgetSessions(transaction: Transaction, shopDomain: string): Promise<void> {
  await transaction.session.deleteMany({ where: { shop: shopDomain } });
}

/** `shop/redact`: 48 hours after a shop removed the app, nothing of it is left. */
export function eraseShopHandler(services: EraseServices): JobHandler<"erase-shop"> {
  return ({ shopDomain }) => eraseShop(services, shopDomain);
}

/** Deletes every row of the shop, in every table. Safe to repeat. */
export async function eraseShop({ database, jobs }: EraseServices, domain: string): Promise<void> {
  await database.$transaction(async (transaction) => {
    const shop = await transaction.shop.findUnique({ where: { domain }, include: { connection: true } });
    if (shop !== null) {
      await jobs.forgetShop(transaction, shop.id);
      await leaveTheLine(transaction, shop.id, shop.connection?.apiKeyFingerprint ?? null);
    }
    await forgetSessions(transaction, domain);
    await transaction.webhookDelivery.deleteMany({ where: { shopDomain: domain } });
    // All other rows hang on the shop's and go with it.
    await transaction.shop.deleteMany({ where: { domain } });
  });
}

/** What the shop has in the line for the quota. Requests that were sent count on, for others that share the key. */
async function leaveTheLine(
  transaction: Transaction,
  shopId: string,
  apiKeyFingerprint: string | null,
): Promise<void> {
  await forgetShop(sqlOf(transaction), shopId);
  if (apiKeyFingerprint === null) return;
  const others = { apiKeyFingerprint, shopId: { not: shopId } };
  const isShared = (await transaction.customeowConnection.count({ where: others })) > 0;
  if (!isShared) await forgetKey(sqlOf(transaction), apiKeyFingerprint);
}
