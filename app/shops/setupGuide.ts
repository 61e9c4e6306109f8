import type { Database } from "../database/database.ts";

/** Whether the merchant closed the set-up guide. */
export async function isSetupDismissed(database: Database, shopId: string): Promise<boolean> {
  const shop = await database.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { setupDismissedAt: true },
  });
  return shop.setupDismissedAt !== null;
}

export async function dismissSetup(database: Database, shopId: string): Promise<void> {
  await database.shop.update({ where: { id: shopId }, data: { setupDismissedAt: new Date() } });
}
