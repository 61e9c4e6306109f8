import type { Transaction } from "../database/database.ts";

/**
 * Invariant: a state that is derived from others is derived while nobody else can change them. Every change of an
 * order, its lines or their tasks takes this lock first and reads afterwards; one lock for each order, always the
 * first, so that no two wait for each other. It is held until the transaction ends.
 */
export async function lockOrder(transaction: Transaction, orderId: string): Promise<void> {
  // NO KEY: rows that merely refer to the order may be written meanwhile.
  await transaction.$queryRaw`SELECT "id" FROM "Order" WHERE "id" = ${orderId}::uuid FOR NO KEY UPDATE`;
}
