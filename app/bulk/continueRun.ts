import type { Sql, SqlPool } from "../database/sql.ts";
import { PostponedError } from "../jobs/postponed.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { JobHandler } from "../jobs/work.ts";
import type { Log } from "../log/log.ts";
import { type BulkRunKind, skipsAfterTries } from "./catalogue.ts";
import type { BulkCounts, BulkItem, BulkRunHandler, BulkRunHandlers, OutsideWork } from "./handler.ts";
import {
  advanceRun,
  beginOutside,
  finishRun,
  holdRun,
  noteFailedTry,
  type RunningRun,
  takeUpRun,
} from "./runRow.ts";

export interface BulkServices {
  sql: SqlPool;
  jobs: JobQueue;
}

/** After so long a run lets others come first. */
const TURN_MILLISECONDS = 5_000;
const OTHER_IS_BUSY_SECONDS = 2;

/**
 * Works on a run for a while, item by item. Invariant: an item's work in the database, the cursor and the counts are
 * one commit, and only where the cursor still stands where it was read. So a run that is killed goes on where it
 * stood, of two workers at the same item one stores it, and the counts are of what was done.
 */
export function continueBulkRunHandler(
  services: BulkServices,
  handlers: BulkRunHandlers,
): JobHandler<"continue-bulk-run"> {
  return async ({ shopId, runId }, log) => {
    const taken = await takeUpRun(services.sql, runId);
    if (taken === null) return;
    if (taken === "later")
      throw new PostponedError("Another run of this kind is under way in the shop.", OTHER_IS_BUSY_SECONDS);
    const end = await workOn(services.sql, taken, handlers[taken.kind], log);
    log.info({ kind: taken.kind, end }, "worked on a run");
    if (end === "turn_over")
      await services.jobs.enqueue(services.sql, "continue-bulk-run", { shopId, runId });
  };
}

async function workOn(
  connections: SqlPool,
  taken: RunningRun,
  handler: BulkRunHandler<BulkRunKind>,
  log: Log,
): Promise<"finished" | "turn_over" | "stopped"> {
  const { kind, run } = taken;
  const turnEnds = Date.now() + TURN_MILLISECONDS;
  let { cursor, position } = taken;
  for (;;) {
    const items = await handler.readPage(run, cursor);
    if (items.length === 0) break;
    for (const item of items) {
      const place = { connections, kind, runId: run.id, position };
      const isDone = await doItem(place, item).catch((error: unknown) =>
        skipOrThrow(place, item, error, log),
      );
      if (!isDone) return "stopped";
      cursor = item.cursor;
      position += 1;
      if (Date.now() >= turnEnds) return "turn_over";
    }
  }
  return connections.transaction(async (rows) => {
    const counts = await finishRun(rows, run.id, position);
    if (counts === null) return "stopped";
    await handler.finish?.(rows, run, counts);
    return "finished";
  });
}

/** Where a run stands. */
interface Place {
  connections: SqlPool;
  kind: BulkRunKind;
  runId: string;
  position: number;
}

const nothingToDo = () => Promise.resolve({ done: 0, failed: 0 });

/** @returns false where the run was cancelled, or another worker did the item */
async function doItem(
  place: Place,
  { act = nothingToDo, outside, cursor }: BulkItem<BulkRunKind>,
): Promise<boolean> {
  if (outside !== undefined) {
    if (!(await begin(place, outside))) return false;
    await outside.perform();
  }
  const isDone = await moveOn(place, cursor, act);
  if (!isDone) await outside?.overtaken();
  return isDone;
}

/** @throws PostponedError while another worker is at it */
async function begin({ connections, runId, position }: Place, outside: OutsideWork): Promise<boolean> {
  const begun = await connections.transaction(async (rows) => {
    const result = await beginOutside(rows, runId, position);
    if (result === "begun") await outside.begin?.(rows);
    return result;
  });
  if (begun === "busy")
    throw new PostponedError("Another worker is at the run's next item.", OTHER_IS_BUSY_SECONDS);
  return begun === "begun";
}

/** @returns false where the run does not stand there any more */
function moveOn(
  { connections, runId, position }: Place,
  cursor: object,
  act: (rows: Sql) => Promise<BulkCounts>,
): Promise<boolean> {
  return connections.transaction(async (rows) => {
    if (!(await holdRun(rows, runId, position))) return false;
    await advanceRun(rows, runId, cursor, await act(rows));
    return true;
  });
}

/** An item that goes wrong again and again must not keep those behind it for ever, where its kind allows that. */
async function skipOrThrow(
  place: Place,
  { cursor }: BulkItem<BulkRunKind>,
  error: unknown,
  log: Log,
): Promise<boolean> {
  // It waits for something, which is not its fault.
  if (error instanceof PostponedError) throw error;
  const tries = await noteFailedTry(place.connections, place.runId, place.position);
  if (tries < skipsAfterTries(place.kind)) throw error;
  log.error(
    { err: error, tries, item: cursor },
    "a run goes on without an item that went wrong again and again",
  );
  return moveOn(place, cursor, () => Promise.resolve({ done: 0, failed: 1 }));
}
