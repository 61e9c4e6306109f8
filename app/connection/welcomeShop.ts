import type { Database } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { installShop } from "../shops/shop.ts";

/**
 * The merchant opened the app with a new access token. Where the app had been removed meanwhile, the storefront is
 * told everything again: what it knew may have gone with the app.
 */
export async function welcomeShop(
  { database, jobs }: { database: Database; jobs: JobQueue },
  shopDomain: string,
  scopes: string | null,
): Promise<void> {
  const before = await database.shop.findUnique({ where: { domain: shopDomain } });
  const { id: shopId } = await installShop(database, shopDomain, scopes);
  if (before?.uninstalledAt)
    await database.$transaction((rows) => jobs.enqueue(rows, "publish-storefront", { shopId }));
}
