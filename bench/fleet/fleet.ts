import { randomUUID } from "node:crypto";
import sql from "sql-template-tag";
import type { SqlPool } from "../../app/database/sql.ts";
import { JITTER, PACES } from "../../app/reconciliation/readingPace.ts";

/** A shop of the fleet; its orders come by chance, so many an hour in the mean. */
export interface FleetShop {
  id: string;
  ordersAnHour: number;
  lastOrderHoursAgo: number;
}

/** How long it takes in the mean until the minute's look comes by. */
const LOOK_MINUTES = 0.5;

/** Shops with as many orders a day in all, spread by Zipf's law, as they are at a moment like any other. */
export function fleetOf(shops: number, ordersADay: number): FleetShop[] {
  const harmonic = Array.from({ length: shops }, (_, index) => 1 / (index + 1)).reduce(
    (sum, part) => sum + part,
    0,
  );
  return Array.from({ length: shops }, (_, index) => {
    const ordersAnHour = ordersADay / 24 / harmonic / (index + 1);
    const lastOrderHoursAgo = ordersAnHour === 0 ? Infinity : -Math.log(1 - Math.random()) / ordersAnHour;
    return { id: randomUUID(), ordersAnHour, lastOrderHoursAgo };
  });
}

/** How often the pace of the app has a shop read, in the mean of all the moments that its orders may have come at. */
export function readingsAnHour(shops: readonly FleetShop[]): number {
  const ofShop = ({ ordersAnHour }: FleetShop): number => {
    const stillQuiet = (hours: number) => (ordersAnHour === 0 ? 1 : Math.exp(-ordersAnHour * hours));
    return PACES.reduce((sum, { lastOrderWithinSeconds, everySeconds }, index) => {
      const from = (PACES[index - 1]?.lastOrderWithinSeconds ?? 0) / 3_600;
      const to = lastOrderWithinSeconds / 3_600;
      const share = stillQuiet(from) - (to === Infinity ? 0 : stillQuiet(to));
      return sum + (share * 60) / ((everySeconds / 60) * (1 - JITTER / 2) + LOOK_MINUTES);
    }, 0);
  };
  return shops.reduce((sum, shop) => sum + ofShop(shop), 0);
}

/** Writes the shops, each with its last order. */
export async function storeFleet(database: SqlPool, shops: readonly FleetShop[]): Promise<void> {
  await database.rows(sql`
    INSERT INTO "Shop" ("id", "domain", "scopes", "installedAt")
    SELECT id, id || '.myshopify.com', 'read_orders', now() - interval '1 year'
    FROM unnest(${shops.map(({ id }) => id)}::uuid[]) AS id`);
  const withOrders = shops.filter(({ lastOrderHoursAgo }) => lastOrderHoursAgo < 24 * 365);
  await storeOrders(
    database,
    withOrders.map(({ id, lastOrderHoursAgo }) => ({ shopId: id, hoursAgo: lastOrderHoursAgo })),
  );
}

/** Writes orders as the webhooks of new ones do, as far as the readings look at them. */
export async function storeOrders(
  database: SqlPool,
  orders: readonly { shopId: string; hoursAgo: number }[],
): Promise<void> {
  await database.rows(sql`
    INSERT INTO "Order" ("id", "shopId", "platformOrderId", "platformOrderNo", "platformCreatedAt", "placedAt",
      "currencyCode", "state", "submission", "confirmedAt")
    SELECT gen_random_uuid(), shop, gen_random_uuid(), '1', '', now() - hours * interval '1 hour', 'USD', 'ready',
      'created', now()
    FROM unnest(${orders.map(({ shopId }) => shopId)}::uuid[], ${orders.map(({ hoursAgo }) => hoursAgo)}::float8[])
      AS placed (shop, hours)`);
}

/** Has the readings due as in a fleet that has been running for long. @param everySeconds null: at the app's pace */
export async function spreadReadings(
  database: SqlPool,
  shops: readonly FleetShop[],
  everySeconds: number | null,
): Promise<void> {
  const paceOf = ({ lastOrderHoursAgo }: FleetShop) =>
    PACES.find(({ lastOrderWithinSeconds }) => lastOrderHoursAgo * 3_600 <= lastOrderWithinSeconds)
      ?.everySeconds ?? 0;
  await database.rows(sql`DELETE FROM "OrderReading"`);
  await database.rows(sql`
    INSERT INTO "OrderReading" ("shopId", "kind", "nextAt")
    SELECT shop, 'latest'::"OrderReadingKind", now() + random() * seconds * interval '1 second'
    FROM unnest(${shops.map(({ id }) => id)}::uuid[], ${shops.map((shop) => everySeconds ?? paceOf(shop))}::float8[])
      AS reading (shop, seconds)
    UNION ALL SELECT "id", 'last_days', now() + random() * interval '1 day' FROM "Shop"`);
}
