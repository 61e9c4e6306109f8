import type { Order } from "@prisma/client";
import type { Database } from "../database/database.ts";
import { PostponedError } from "../jobs/postponed.ts";

/** One attempt to create an order in CustoMeow, told apart from others by when it began. */
export interface Attempt {
  orderId: string;
  begunAt: Date;
}

/** The order changed since it was read, or another attempt began. It must be read again before anything is sent. */
export class OvertakenError extends PostponedError {
  override readonly name = "OvertakenError";

  constructor() {
    super("The order changed since it was read.", 0);
  }
}

/**
 * Commits that the order is being sent, by Postgres's clock. Invariant: of all who read the same state of an order,
 * one begins an attempt, and none does after the order was cancelled or edited. To be called right before the
 * request leaves, so that the wait for the quota is no part of the attempt.
 * @throws OvertakenError when another was first; then nothing may be sent.
 */
export async function beginAttempt(
  database: Database,
  order: Pick<Order, "id" | "submission" | "attemptedAt" | "updatedAt">,
): Promise<Attempt> {
  const [begun] = await database.$queryRaw<{ attemptedAt: Date }[]>`
    UPDATE "Order" SET "submission" = 'unknown', "attemptedAt" = clock_timestamp(), "updatedAt" = clock_timestamp()
    WHERE "id" = ${order.id}::uuid
      AND "submission" = ${order.submission}::"SubmissionState"
      AND "attemptedAt" IS NOT DISTINCT FROM ${order.attemptedAt}::timestamptz(3)
      AND "updatedAt" = ${order.updatedAt}::timestamptz(3)
    RETURNING "attemptedAt"`;
  if (begun === undefined) throw new OvertakenError();
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

/** A look-up showed that CustoMeow does not have the order, and there is nothing left of it to send. */
export async function forgetAttempt(
  database: Database,
  { id, attemptedAt }: Pick<Order, "id" | "attemptedAt">,
): Promise<void> {
  await database.order.updateMany({
    where: { id, submission: "unknown", attemptedAt },
    data: { submission: "pending" },
  });
}

/**
 * How long until an attempt can no longer be under way: its time-out, and as much again for CustoMeow to finish what
 * it was doing when the connection ended. 0 or less when that is over, or there was no attempt.
 */
export async function secondsUntilSettled(
  database: Database,
  orderId: string,
  timeoutMilliseconds: number,
): Promise<number> {
  const margin = 2 * timeoutMilliseconds;
  const [row] = await database.$queryRaw<{ seconds: number | null }[]>`
    SELECT extract(epoch FROM "attemptedAt" + ${margin} * interval '1 millisecond' - clock_timestamp())::float8 AS seconds
    FROM "Order" WHERE "id" = ${orderId}::uuid`;
  return row?.seconds ?? 0;
}
