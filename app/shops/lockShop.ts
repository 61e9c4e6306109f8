import type { Transaction } from "../database/database.ts";

/**
 * Locks the shop until the transaction ends, so that its connection and what belongs to the connected store change
 * together. `NO KEY`: rows that refer to the shop can still be added.
 */
export async function lockShop(transaction: Transaction, shopId: string): Promise<void> {
  await transaction.$queryRaw`SELECT id FROM "Shop" WHERE id = ${shopId}::uuid FOR NO KEY UPDATE`;
}
