import type { Database } from "../database/database.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { installShop } from "../shops/shop.ts";
import { requestResuming } from "../production/resumeWaitingOrders.ts";
import { requestPublishing } from "../skus/requestPublishing.ts";

/**
 * The merchant opened the app with a new access token. If the app had been removed in the meantime, everything is
 * published to the storefront again, because the removal may have deleted it, and what waited meanwhile goes on.
 */
export async function welcomeShop(
  { database, jobs }: { database: Database; jobs: JobQueue },
  shopDomain: string,
  scopes: string | null,
): Promise<void> {
  const before = await database.shop.findUnique({ where: { domain: shopDomain } });
  const { id: shopId } = await installShop(database, shopDomain, scopes);
  if (!before?.uninstalledAt) return;
  await database.$transaction(async (rows) => {
    await requestPublishing(rows, jobs, shopId);
    await requestResuming(rows, jobs, shopId, "app");
  });
}
