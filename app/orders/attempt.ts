import type { Order } from "@prisma/client";
import type { Database } from "../database/database.ts";

/** One attempt to create an order in CustoMeow, told apart from others by when it began. */
export interface Attempt {
  orderId: string;
  begunAt: Date;
}

/** Another attempt began since the order was read. The order must be read again before anything is sent. */
export class OvertakenError extends Error {
  override readonly name = "OvertakenError";
}

/**
 * Commits that the order is being sent, by Postgres's clock. Invariant: of all who read the same state of an order,
 * one begins an attempt. To be called right before the request leaves, so that the wait for the quota is no part
 * of the attempt.
 * @throws OvertakenError when another was first; then nothing may be sent.
 */
export async function beginAttempt(
  database: Database,
  order: Pick<Order, "id" | "submission" | "attemptedAt">,
): Promise<Attempt> {
  const [begun] = await database.$queryRaw<{ attemptedAt: Date }[]>`
    UPDATE "Order" SET "submission" = 'unknown', "attemptedAt" = clock_timestamp(), "updatedAt" = clock_timestamp()
    WHERE "id" = ${order.id}::uuid
      AND "submission" = ${order.submission}::"SubmissionState"
      AND "attemptedAt" IS NOT DISTINCT FROM ${order.attemptedAt}::timestamptz(3)
    RETURNING "attemptedAt"`;
  if (begun === undefined) throw new OvertakenError("Another attempt to create the order began meanwhile.");
  return { orderId: order.id, begunAt: begun.attemptedAt };
}

/**
 * CustoMeow certainly did nothing: the order may be sent again without a look-up. The time stays, so that an older
 * reading of the order is never taken for the newest.
 */
export async function takeBack(database: Database, { orderId, begunAt }: Attempt): Promise<void> {
  await database.order.updateMany({
    where: { id: orderId, submission: "unknown", attemptedAt: begunAt },
    data: { submission: "pending" },
  });
}

/**
 * Whether an attempt can no longer be under way: its time-out has passed, and as much again for CustoMeow to finish
 * what it was doing when the connection ended.
 */
export async function isSettled(
  database: Database,
  orderId: string,
  timeoutMilliseconds: number,
): Promise<boolean> {
  const margin = 2 * timeoutMilliseconds;
  const [row] = await database.$queryRaw<{ settled: boolean }[]>`
    SELECT coalesce("attemptedAt" + ${margin} * interval '1 millisecond' < clock_timestamp(), true) AS settled
    FROM "Order" WHERE "id" = ${orderId}::uuid`;
  return row?.settled ?? true;
}
