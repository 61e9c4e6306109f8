import type { Transaction } from "../database/database.ts";

/**
 * Holds the shop until the transaction ends: its connection and what belongs to the connected store change together.
 * `NO KEY`: rows that refer to the shop are still added meanwhile.
 */
export async function lockShop(transaction: Transaction, shopId: string): Promise<void> {
  await transaction.$queryRaw`SELECT id FROM "Shop" WHERE id = ${shopId}::uuid FOR NO KEY UPDATE`;
}
