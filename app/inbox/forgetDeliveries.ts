import type { Retention } from "../config/settings.ts";
import type { Database } from "../database/database.ts";
import type { JobHandler } from "../jobs/work.ts";

/** Of a shop that is not known (any more): longer than Shopify repeats a delivery, and less than a day. */
const KEPT_OF_UNKNOWN_SHOP_HOURS = 12;

const SHOPS_A_PAGE = 500;
const DELIVERIES_A_STATEMENT = 1_000;

/**
 * Every hour: deletes the deliveries of long ago, whatever came of them; one that still waits is kept. Goes through the
 * domains that have deliveries, since a shop that was erased, or never had the app, has no row of its own.
 */
export function forgetDeliveriesHandler(services: {
  database: Database;
  settings: { retention: Pick<Retention, "deliveriesDays"> };
}): JobHandler<"forget-deliveries"> {
  return () => forgetDeliveries(services.database, services.settings.retention.deliveriesDays);
}

/** @param keptDays far longer than any sender repeats a delivery, and as long as unreadable orders are shown */
export async function forgetDeliveries(database: Database, keptDays: number): Promise<void> {
  let after = "";
  for (;;) {
    const domains = await domainsAfter(database, after, keptDays * 24);
    const last = domains.at(-1);
    if (last === undefined) return;
    while ((await forgetSome(database, domains)) === DELIVERIES_A_STATEMENT);
    after = last.shopDomain;
  }
}

interface Domain {
  shopDomain: string;
  keptHours: number;
}

/** Jumps from one domain to the next in the index: there are few of them in many deliveries. */
async function domainsAfter(database: Database, after: string, keptHours: number): Promise<Domain[]> {
  return database.$queryRaw<Domain[]>`
    WITH RECURSIVE found AS (
      SELECT min("shopDomain") AS "shopDomain" FROM "WebhookDelivery" WHERE "shopDomain" > ${after}
      UNION ALL
      SELECT (SELECT min("shopDomain") FROM "WebhookDelivery" WHERE "shopDomain" > found."shopDomain")
      FROM found WHERE found."shopDomain" IS NOT NULL
    ), page AS (
      SELECT "shopDomain" FROM found WHERE "shopDomain" IS NOT NULL LIMIT ${SHOPS_A_PAGE}
    )
    SELECT page."shopDomain",
      CASE WHEN shop."id" IS NULL THEN ${KEPT_OF_UNKNOWN_SHOP_HOURS}::int ELSE ${keptHours}::int END AS "keptHours"
    FROM page LEFT JOIN "Shop" AS shop ON shop."domain" = page."shopDomain"
    ORDER BY page."shopDomain"`;
}

/** @returns how many were deleted */
async function forgetSome(database: Database, domains: Domain[]): Promise<number> {
  const names = domains.map(({ shopDomain }) => shopDomain);
  const hours = domains.map(({ keptHours }) => keptHours);
  return database.$executeRaw`
    DELETE FROM "WebhookDelivery" WHERE "id" IN (
      SELECT old."id"
      FROM unnest(${names}::text[], ${hours}::int[]) AS domain("shopDomain", "keptHours")
      CROSS JOIN LATERAL (
        SELECT "id" FROM "WebhookDelivery" AS delivery
        WHERE delivery."shopDomain" = domain."shopDomain" AND delivery."state" <> 'received'
          AND delivery."receivedAt" < now() - domain."keptHours" * interval '1 hour'
        LIMIT ${DELIVERIES_A_STATEMENT}
      ) AS old
      LIMIT ${DELIVERIES_A_STATEMENT})`;
}
