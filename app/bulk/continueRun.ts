import type { SqlPool } from "../database/sql.ts";
import { PostponedError } from "../jobs/postponed.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { JobHandler } from "../jobs/work.ts";
import type { BulkRunKind } from "./catalogue.ts";
import type { BulkItem, BulkRunHandler, BulkRunHandlers, OutsideWork } from "./handler.ts";
import {
  advanceRun,
  beginOutside,
  finishRun,
  holdRun,
  endOutside,
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
    const end = await workOn(services.sql, taken, handlers[taken.kind]);
    log.info({ kind: taken.kind, end }, "worked on a run");
    if (end === "turn_over")
      await services.jobs.enqueue(services.sql, "continue-bulk-run", { shopId, runId });
  };
}

async function workOn(
  connections: SqlPool,
  taken: RunningRun,
  handler: BulkRunHandler<BulkRunKind>,
): Promise<"finished" | "turn_over" | "stopped"> {
  const { run } = taken;
  const turnEnds = Date.now() + TURN_MILLISECONDS;
  let { cursor, position } = taken;
  for (;;) {
    const items = await handler.readPage(run, cursor);
    if (items.length === 0) break;
    for (const item of items) {
      if (!(await doItem({ connections, runId: run.id, position }, item))) return "stopped";
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
    await outside.perform().catch(async (error: unknown) => {
      await endOutside(place.connections, place.runId, place.position);
      throw error;
    });
  }
  const isDone = await place.connections.transaction(async (rows) => {
    if (!(await holdRun(rows, place.runId, place.position))) return false;
    await advanceRun(rows, place.runId, cursor, await act(rows));
    return true;
  });
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
