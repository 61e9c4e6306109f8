import type { Order } from "@prisma/client";
import sql from "sql-template-tag";
import type { Sql } from "../../database/sql.ts";
import type { LineLife, OrderLife } from "../lifecycle/life.ts";
import type { Lifecycle } from "../lifecycle/lifecycle.ts";

/**
 * Commits that the order is being sent, by Postgres's clock, with what is sent of its lines. Invariant: of all who read
 * the same state of an order, one begins an attempt, and none does after the order was cancelled or edited. To be
 * called right before the request leaves, so that the wait for the quota is no part of the attempt.
 * @returns the order as it is now
 * @throws OvertakenError when another was first; then nothing may be sent.
 */
export function beginAttempt(
  lifecycle: Lifecycle,
  life: OrderLife,
  sent: readonly LineLife[],
): Promise<OrderLife> {
  return lifecycle.changeAsRead(life, (change) => {
    change.submissionHappens("attempt_begun");
    for (const { id, platformProductImage } of sent) {
      const line = change.line(id);
      if (line !== null) change.noteLine(line, { platformProductImage });
    }
  });
}

/**
 * CustoMeow did nothing, or a look-up showed that it does not have the order: it may be sent without another look-up.
 * The time of the attempt stays, and tells it from a later one, which is left alone.
 */
export async function undoAttempt(
  lifecycle: Lifecycle,
  { shopId, id: orderId, attemptedAt }: Pick<Order, "shopId" | "id" | "attemptedAt">,
): Promise<void> {
  await lifecycle.change({ shopId, orderId }, (change) => {
    if (isSameAttempt(change.order, { attemptedAt })) change.submissionHappens("attempt_undone");
  });
}

type Attempt = Pick<Order, "attemptedAt">;

/** Whether no other attempt was begun since. */
export function isSameAttempt(one: Attempt, other: Attempt): boolean {
  return one.attemptedAt?.getTime() === other.attemptedAt?.getTime();
}

/**
 * How long until an attempt can no longer be under way: its time-out, and as much again for CustoMeow to finish what
 * it was doing when the connection ended. 0 or less when that is over, or there was no attempt. By Postgres's clock.
 */
export async function secondsUntilSettled(
  rows: Sql,
  { attemptedAt }: Pick<Order, "attemptedAt">,
  timeoutMilliseconds: number,
): Promise<number> {
  if (attemptedAt === null) return 0;
  const margin = 2 * timeoutMilliseconds;
  const [row] = await rows.rows<{ seconds: number }>(sql`
    SELECT extract(epoch FROM ${attemptedAt}::timestamptz + ${margin} * interval '1 millisecond' - clock_timestamp())::float8
      AS seconds`);
  return row?.seconds ?? 0;
}
