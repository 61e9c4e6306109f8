import type { Database } from "../database/database.ts";

/** As long as unreadable orders are shown, and far longer than any sender repeats a delivery. */
const KEPT_DAYS = 30;

/** Deletes the shop's deliveries of long ago, whatever came of them; one that still waits is kept. */
export async function forgetDeliveries(
  database: Pick<Database, "webhookDelivery">,
  shopDomain: string,
): Promise<void> {
  const before = new Date(Date.now() - KEPT_DAYS * 24 * 60 * 60 * 1000);
  await database.webhookDelivery.deleteMany({
    where: { shopDomain, receivedAt: { lt: before }, state: { not: "received" } },
  });
}
