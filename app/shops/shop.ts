import type { Database, Transaction } from "../database/database.ts";

/**
 * The shop of a domain, made when it is first heard of. Opening the app, or a new access token, is what an
 * installation looks like from here, so this is safe to repeat.
 */
export async function installShop(
  database: Database,
  domain: string,
  scopes: string | null,
): Promise<{ id: string; domain: string }> {
  const authenticatedAt = new Date();
  await database.shop.updateMany({
    where: { domain, uninstalledAt: { not: null } },
    data: { installedAt: authenticatedAt, uninstalledAt: null },
  });
  return database.shop.upsert({
    where: { domain },
    create: { domain, scopes },
    update: { authenticatedAt, scopes },
    select: { id: true, domain: true },
  });
}

/** The shop of an embedded page. Its row is there since the installation; should it not be, it is made now. */
export async function shopOf(
  database: Database,
  session: { shopDomain: string; scopes: string | null },
): Promise<{ id: string; domain: string }> {
  const found = await database.shop.findUnique({
    where: { domain: session.shopDomain, uninstalledAt: null },
    select: { id: true, domain: true },
  });
  return found ?? installShop(database, session.shopDomain, session.scopes);
}

/**
 * The merchant removed the app: its access tokens are void, and so may be what it told the storefront. The shop's data
 * stays until Shopify says otherwise. A webhook that comes late, after the app was installed again, changes nothing.
 * @param at when the app was removed, by Shopify's clock
 */
export async function uninstallShop(transaction: Transaction, domain: string, at: Date): Promise<void> {
  const { count } = await transaction.shop.updateMany({
    where: { domain, authenticatedAt: { lte: at } },
    data: { uninstalledAt: at },
  });
  if (count === 0) {
    // It was installed again before the news of its removal came.
    await transaction.$executeRaw`
      UPDATE "Shop" SET "installedAt" = "authenticatedAt" WHERE "domain" = ${domain} AND "installedAt" < ${at}`;
    return;
  }
  await transaction.session.deleteMany({ where: { shop: domain } });
  // Not deleted: should a metafield have outlived the removal, it is still known to be withdrawn.
  await transaction.publishedProduct.updateMany({ where: { shop: { domain } }, data: { variants: {} } });
}

/** The scopes that the merchant has granted changed. */
export async function rescopeShop(transaction: Transaction, domain: string, scopes: string): Promise<void> {
  await transaction.shop.updateMany({ where: { domain }, data: { scopes } });
  await transaction.session.updateMany({ where: { shop: domain }, data: { scope: scopes } });
}
