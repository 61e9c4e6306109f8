import type { Database, Transaction } from "../database/database.ts";

/**
 * The shop with this domain, created when it is first seen. All that the app sees of an installation is that it is
 * opened, or gets an access token, so this is safe to repeat.
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

/** The shop of an embedded page. Its row exists since the installation; if it does not, it is created now. */
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
 * The merchant removed the app. Its access tokens are void, and its metafields may be gone. The shop's data stays until
 * Shopify asks for its deletion. A webhook that comes late, after the app was installed again, removes nothing.
 * @param at when the app was removed, by Shopify's clock
 */
export async function uninstallShop(
  transaction: Transaction,
  domain: string,
  at: Date,
): Promise<"removed" | "came_back"> {
  const { count } = await transaction.shop.updateMany({
    where: { domain, authenticatedAt: { lte: at } },
    data: { uninstalledAt: at },
  });
  if (count === 0) {
    // The app was installed again before this webhook came.
    await transaction.$executeRaw`
      UPDATE "Shop" SET "installedAt" = "authenticatedAt" WHERE "domain" = ${domain} AND "installedAt" < ${at}`;
    return "came_back";
  }
  await transaction.session.deleteMany({ where: { shop: domain } });
  return "removed";
}

/** Notes the scopes that the merchant has granted. */
export async function rescopeShop(transaction: Transaction, domain: string, scopes: string): Promise<void> {
  await transaction.shop.updateMany({ where: { domain }, data: { scopes } });
  await transaction.session.updateMany({ where: { shop: domain }, data: { scope: scopes } });
}
