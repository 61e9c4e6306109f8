import type { Database } from "../database/database.ts";
import { PostponedError } from "../jobs/postponed.ts";

/** The task need not be started: another worker does it, or its item was cancelled. */
export class NotWantedError extends Error {
  override readonly name = "NotWantedError";
}

/**
 * Commits that the task is being asked for, right before it is. Invariant: one worker claims a task, and none does
 * once its item was cancelled.
 * @throws NotWantedError; then nothing may be sent.
 */
export async function claimTask(database: Database, taskId: string): Promise<void> {
  const claimed = await database.$executeRaw`
    UPDATE "CompositeTask" SET "state" = 'starting', "startedAt" = clock_timestamp()
    FROM "LineItem"
    WHERE "CompositeTask"."id" = ${taskId}::uuid AND "CompositeTask"."state" = 'pending'
      AND "LineItem"."id" = "CompositeTask"."lineItemId" AND "LineItem"."state" <> 'cancelled'`;
  if (claimed === 0) throw new NotWantedError("The production file is not to be started.");
}

/** CustoMeow certainly did nothing: the task may be asked for again. */
export async function releaseTask(database: Database, taskId: string): Promise<void> {
  await database.compositeTask.updateMany({
    where: { id: taskId, state: "starting" },
    data: { state: "pending", startedAt: null },
  });
}

/**
 * Whoever claimed the task may be about to note its answer, also where its lock was lost with its connection.
 * @throws PostponedError until that can no longer be
 */
export async function waitUntilSettled(
  database: Database,
  taskId: string,
  timeoutMilliseconds: number,
): Promise<void> {
  const margin = 2 * timeoutMilliseconds;
  const [row] = await database.$queryRaw<{ seconds: number | null }[]>`
    SELECT extract(epoch FROM "startedAt" + ${margin} * interval '1 millisecond' - clock_timestamp())::float8 AS seconds
    FROM "CompositeTask" WHERE "id" = ${taskId}::uuid`;
  const seconds = row?.seconds ?? 0;
  if (seconds > 0) throw new PostponedError("The start of the task may still be under way.", seconds);
}
